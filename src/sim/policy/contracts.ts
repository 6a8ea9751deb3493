// Generated from this folder by `npm run generate`. Do not edit.
import * as absenceGuard from './absence-guard/contract.ts';
import * as acknowledgement from './acknowledgement/contract.ts';
import * as arrival from './arrival/contract.ts';
import * as autoscaling from './autoscaling/contract.ts';
import * as balancer from './balancer/contract.ts';
import * as circuitBreaker from './circuit-breaker/contract.ts';
import * as cronOverlap from './cron-overlap/contract.ts';
import * as distribution from './distribution/contract.ts';
import * as earlyRefresh from './early-refresh/contract.ts';
import * as eviction from './eviction/contract.ts';
import * as fallback from './fallback/contract.ts';
import * as fault from './fault/contract.ts';
import * as hedge from './hedge/contract.ts';
import * as jobScheduling from './job-scheduling/contract.ts';
import * as loadShedding from './load-shedding/contract.ts';
import * as outlierEjection from './outlier-ejection/contract.ts';
import * as placement from './placement/contract.ts';
import * as queueDiscipline from './queue-discipline/contract.ts';
import * as rateLimiter from './rate-limiter/contract.ts';
import * as retryBudget from './retry-budget/contract.ts';
import * as retryDelay from './retry-delay/contract.ts';
import * as staleness from './staleness/contract.ts';
import * as stampedeGuard from './stampede-guard/contract.ts';
import * as transactionalEnqueue from './transactional-enqueue/contract.ts';
import * as uniqueness from './uniqueness/contract.ts';
import * as workerFault from './worker-fault/contract.ts';
import * as workload from './workload/contract.ts';

/** What every seam gives to those who write a policy for it, by id. */
export const contracts = {
  'absence-guard': absenceGuard,
  acknowledgement,
  arrival,
  autoscaling,
  balancer,
  'circuit-breaker': circuitBreaker,
  'cron-overlap': cronOverlap,
  distribution,
  'early-refresh': earlyRefresh,
  eviction,
  fallback,
  fault,
  hedge,
  'job-scheduling': jobScheduling,
  'load-shedding': loadShedding,
  'outlier-ejection': outlierEjection,
  placement,
  'queue-discipline': queueDiscipline,
  'rate-limiter': rateLimiter,
  'retry-budget': retryBudget,
  'retry-delay': retryDelay,
  staleness,
  'stampede-guard': stampedeGuard,
  'transactional-enqueue': transactionalEnqueue,
  uniqueness,
  'worker-fault': workerFault,
  workload,
} as const;
