import { requireNotNegative, requirePositive, requireStable } from './domain.ts';
import type { QueueFigures } from './queue-figures.ts';

/** Poisson arrivals, any service time, one server, an endless queue. */
export interface MG1 {
  /** λ [1/s] */
  arrivalRate: number;
  /** Mean service time [s] */
  serviceTime: number;
  /** Squared coefficient of variation of the service time, variance ÷ mean²: 0 constant, 1 exponential. */
  squaredVariation: number;
}

/**
 * M/G/1 in steady state, Pollaczek and Khinchine: Wq = λ·E[S²] / (2(1 − ρ)) with E[S²] = E[S]²·(1 + c²); the same for
 * every order of service that does not look at the service times. Throws at utilisation 1 and above.
 * Source: Gross et al., Fundamentals of Queueing Theory (4th ed. 2008), 5.1.
 */
export function mg1({ arrivalRate, serviceTime, squaredVariation }: MG1): QueueFigures {
  requirePositive({ arrivalRate, serviceTime });
  requireNotNegative({ squaredVariation });
  const utilisation = arrivalRate * serviceTime;
  requireStable(utilisation);
  const waitingTime = (utilisation * serviceTime * (1 + squaredVariation)) / (2 * (1 - utilisation));
  const timeInSystem = waitingTime + serviceTime;
  return {
    utilisation,
    waitingProbability: utilisation,
    queueLength: arrivalRate * waitingTime,
    inFlight: arrivalRate * timeInSystem,
    waitingTime,
    timeInSystem,
  };
}
