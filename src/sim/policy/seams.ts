// Generated from this folder by `npm run generate`. Do not edit.
import * as absenceGuard from './absence-guard/index.ts';
import * as acknowledgement from './acknowledgement/index.ts';
import * as arrival from './arrival/index.ts';
import * as autoscaling from './autoscaling/index.ts';
import * as balancer from './balancer/index.ts';
import * as circuitBreaker from './circuit-breaker/index.ts';
import * as cronOverlap from './cron-overlap/index.ts';
import * as distribution from './distribution/index.ts';
import * as earlyRefresh from './early-refresh/index.ts';
import * as eviction from './eviction/index.ts';
import * as fallback from './fallback/index.ts';
import * as fault from './fault/index.ts';
import * as hedge from './hedge/index.ts';
import * as jobScheduling from './job-scheduling/index.ts';
import * as loadShedding from './load-shedding/index.ts';
import * as outlierEjection from './outlier-ejection/index.ts';
import * as placement from './placement/index.ts';
import type { AnyPolicy } from './policy.ts';
import * as queueDiscipline from './queue-discipline/index.ts';
import * as rateLimiter from './rate-limiter/index.ts';
import * as retryBudget from './retry-budget/index.ts';
import * as retryDelay from './retry-delay/index.ts';
import * as staleness from './staleness/index.ts';
import * as stampedeGuard from './stampede-guard/index.ts';
import * as transactionalEnqueue from './transactional-enqueue/index.ts';
import * as uniqueness from './uniqueness/index.ts';
import * as workerFault from './worker-fault/index.ts';
import * as workload from './workload/index.ts';

/** Every seam: what it decides and its catalogue, by id. */
export const seams: Readonly<Record<string, { seam: { title: string; summary: string }; catalogue: readonly AnyPolicy[] }>> = {
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
};
