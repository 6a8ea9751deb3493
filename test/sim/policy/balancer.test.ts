import type { BalancerPromise } from '../../../src/sim/policy/balancer/contract.ts';
import { holdToPromises } from '../../law/promises.ts';

holdToPromises<'balancer', BalancerPromise>('balancer', {});
