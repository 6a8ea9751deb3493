import type { Meter } from '../meter/meter.ts';

/** What is reported of replicas, by whatever has some and says no more of them: nothing in a run in which nothing befalls them. */
export const replicaFacts = ['replicaDied', 'replicaPaused'] as const;

export const replicaGauges = ['up', 'starting', 'paused'] as const;

const level = (name: string, label: string, help: string, gauge: (typeof replicaGauges)[number]): Meter => ({
  kind: 'level',
  name,
  label,
  unit: 'replicas',
  help,
  gauges: [gauge],
});

export const replicaMeters: readonly Meter[] = [
  { kind: 'rate', name: 'deaths', label: 'Replicas died', unit: 'replicas/s', help: 'Replicas that died.', facts: ['replicaDied'] },
  level('replicas', 'Replicas', 'Replicas that are up.', 'up'),
  level('starting', 'Replicas starting', 'Replicas that will be up.', 'starting'),
  level('paused', 'Replicas paused', 'Replicas that stand still.', 'paused'),
];

type Numbers<Name extends string> = { readonly [N in Name]: number };

/** Their numbers in a vocabulary, as `Replicas` wants them. */
export const replicaWords = (fact: Numbers<(typeof replicaFacts)[number]>, gauge: Numbers<(typeof replicaGauges)[number]>) => ({
  facts: { died: fact.replicaDied, paused: fact.replicaPaused },
  gauges: { up: gauge.up, starting: gauge.starting, paused: gauge.paused },
});
