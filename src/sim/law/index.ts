// Generated from this folder by `npm run generate`. Do not edit.
import { laws as absenceGuard } from './absence-guard.ts';
import { laws as acknowledgement } from './acknowledgement.ts';
import { laws as arrival } from './arrival.ts';
import { laws as autoscaling } from './autoscaling.ts';
import { laws as balancer } from './balancer.ts';
import { laws as circuitBreaker } from './circuit-breaker.ts';
import { laws as cronOverlap } from './cron-overlap.ts';
import { laws as distribution } from './distribution.ts';
import { laws as earlyRefresh } from './early-refresh.ts';
import { laws as eviction } from './eviction.ts';
import { laws as fallback } from './fallback.ts';
import { laws as fault } from './fault.ts';
import { laws as hedge } from './hedge.ts';
import { laws as jobScheduling } from './job-scheduling.ts';
import { laws as loadShedding } from './load-shedding.ts';
import { laws as outlierEjection } from './outlier-ejection.ts';
import { laws as placement } from './placement.ts';
import { laws as queueDiscipline } from './queue-discipline.ts';
import { laws as rateLimiter } from './rate-limiter.ts';
import { laws as retryBudget } from './retry-budget.ts';
import { laws as retryDelay } from './retry-delay.ts';
import { laws as staleness } from './staleness.ts';
import { laws as stampedeGuard } from './stampede-guard.ts';
import { laws as transactionalEnqueue } from './transactional-enqueue.ts';
import { laws as uniqueness } from './uniqueness.ts';
import { laws as workerFault } from './worker-fault.ts';
import { laws as workload } from './workload.ts';

/** What the policies of every seam are held to, by its id. */
export const laws = {
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
