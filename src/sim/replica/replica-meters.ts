import type { Meter } from '../meter/meter.ts';

/** Gauges that replicas move. */
export const replicaGauges = ['up', 'starting', 'paused'] as const;

/** What is measured of replicas. @param died the fact that tells of a death @param what they are called, as a sentence begins */
export function replicaMeters(died: string, what = 'Replicas') {
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
    facts: [died],
  };
  return {
    deaths,
    replicas: level('replicas', 'Replicas', `${what} that are up.`, 'up'),
    starting: level('starting', 'Replicas starting', `${what} that will be up.`, 'starting'),
    paused: level('paused', 'Replicas paused', `${what} that stand still.`, 'paused'),
  };
}
