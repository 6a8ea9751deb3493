// Generated from what a first visit lands in by `npm run generate`. Do not edit.
import { client } from '../component/client/client.ts';
import { service } from '../component/service/service.ts';
import * as arrival from '../policy/arrival/index.ts';
import * as autoscaling from '../policy/autoscaling/index.ts';
import * as balancer from '../policy/balancer/index.ts';
import * as circuitBreaker from '../policy/circuit-breaker/index.ts';
import * as distribution from '../policy/distribution/index.ts';
import * as fallback from '../policy/fallback/index.ts';
import * as fault from '../policy/fault/index.ts';
import * as hedge from '../policy/hedge/index.ts';
import * as loadShedding from '../policy/load-shedding/index.ts';
import * as outlierEjection from '../policy/outlier-ejection/index.ts';
import * as queueDiscipline from '../policy/queue-discipline/index.ts';
import * as rateLimiter from '../policy/rate-limiter/index.ts';
import * as retryBudget from '../policy/retry-budget/index.ts';
import * as retryDelay from '../policy/retry-delay/index.ts';
import * as workerFault from '../policy/worker-fault/index.ts';
import * as workload from '../policy/workload/index.ts';

export const firstComponents = [client, service] as const;
export const firstSeams = {
  arrival,
  autoscaling,
  balancer,
  'circuit-breaker': circuitBreaker,
  distribution,
  fallback,
  fault,
  hedge,
  'load-shedding': loadShedding,
  'outlier-ejection': outlierEjection,
  'queue-discipline': queueDiscipline,
  'rate-limiter': rateLimiter,
  'retry-budget': retryBudget,
  'retry-delay': retryDelay,
  'worker-fault': workerFault,
  workload,
};
