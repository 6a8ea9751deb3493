import type { Meter } from '../meter/meter.ts';

/** Gauges that replicas move. */
export const replicaGauges = ['up', 'starting', 'paused'] as const;

/** How many have died and were started again. */
export const replicaPeaks = ['restarts'] as const;

/** What replicas report, by number in their component's vocabulary: that one died, and what else of their lives it has a fact for. */
export interface ReplicaWords {
  readonly fact: Readonly<Record<'replicaDied', number> & Partial<Record<'replicaUp' | 'replicaPaused' | 'replicaStopped', number>>>;
  readonly gauge: Readonly<Record<(typeof replicaGauges)[number], number>>;
}

/** What is measured of replicas. @param what they are called, as a sentence begins */
export function replicaMeters(what = 'Replicas') {
  const level = (name: string, label: string, help: string, gauge: (typeof replicaGauges)[number]): Meter => ({
    kind: 'level',
    name,
    label,
    unit: 'replicas',
    help,
    gauges: [gauge],
  });
  const deaths: Meter = {
    kind: 'rate',
    name: 'deaths',
    label: 'Replicas died',
    unit: 'replicas/s',
    help: `${what} that died.`,
    facts: ['replicaDied'],
  };
  return {
    deaths,
    replicas: level('replicas', 'Replicas', `${what} that are up.`, 'up'),
    starting: level('starting', 'Replicas starting', `${what} that will be up.`, 'starting'),
    paused: level('paused', 'Replicas paused', `${what} that stand still.`, 'paused'),
  };
}
