// Generated from this folder by `npm run generate`. Do not edit.

import { breaker } from './breaker.ts';
import { concurrency } from './concurrency.ts';
import type { GuardDefinition } from './contract.ts';
import { deadline } from './deadline.ts';
import { fallback } from './fallback.ts';
import { hedge } from './hedge.ts';
import { limiter } from './limiter.ts';
import { retry } from './retry.ts';
import { timeout } from './timeout.ts';

export const catalogue: readonly GuardDefinition[] = [breaker, concurrency, deadline, fallback, hedge, limiter, retry, timeout];
