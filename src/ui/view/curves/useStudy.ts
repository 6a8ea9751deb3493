import { useMemo } from 'react';
import { create } from 'zustand';
import type { PackedRecording } from '../../../host/packed-recording.ts';
import type { ArmPlan } from '../../../scenario/arm.ts';
import { results, useResults } from '../../samples/results.ts';
import { Looking, useLooking, type Wanted } from '../looking.ts';
import type { ChosenLine, Unit } from './study.ts';

/** Where the accesses come from: the run of an arm, or a file. */
export type Source = { kind: 'run'; arm: string; plan: ArmPlan; cache: string } | { kind: 'file'; recording: PackedRecording };

/** Its worker stays: it keeps what it has worked out, so that another line, or a second look, does not begin again. */
const looking = new Looking<'curves'>('worker');
const SLOT = 'curves';

/** The question that was stopped. */
const useStopped = create<{ question: string }>()(() => ({ question: '' }));

/** A run is studied once it has ended and the hand rests [ms]. */
const REST = 300;

/** Keeps the curves of a source worked out while somebody looks at them. */
export function useStudy(source: Source, lines: readonly ChosenLine[], unit: Unit) {
  const runs = useResults();
  const stopped = useStopped((state) => state.question);
  const isRun = source.kind === 'run';
  const { plan, run, cache, recordings } = useMemo(
    () =>
      source.kind === 'run'
        ? { plan: source.plan, run: JSON.stringify(source.plan), cache: source.cache, recordings: [] }
        : { plan: null, run: source.recording.hash, cache: '', recordings: [source.recording] },
    [source],
  );
  const question = JSON.stringify([run, cache, unit, lines.map(({ id }) => id)]);
  const waits = source.kind === 'run' && (runs.busy || !runs.of(source.arm)?.finished || runs.missing.has(source.arm));
  const args = { cache, unit, lines: lines.map(({ id, policy }) => ({ id, policy })) };
  const wanted: Wanted<'curves'> = { ask: 'curves', slot: SLOT, plan, run, args, recordings };
  useLooking(looking, waits || question === stopped ? [] : [wanted], isRun ? REST : 0);
  const about = looking.of(SLOT);
  const { isBusy } = looking;
  return {
    /** Curves of this source; null while there are none. */
    curves: about?.run === run && about.args.cache === cache ? looking.answer(SLOT) : null,
    progress: isBusy ? (looking.progress ?? { doing: isRun ? ('simulating' as const) : ('reading' as const), done: 0 }) : null,
    failure: isBusy ? null : looking.failure(SLOT),
    stopped: stopped === question,
    waits,
    stop: () => useStopped.setState({ question }),
    goOn: () => {
      useStopped.setState({ question: '' });
      looking.again();
    },
  };
}

/** Why an arm's run says nothing; null while it does. */
export function whyNoRun(arm: string): string | null {
  if (results.missing.has(arm)) return 'The run waits for its file.';
  return results.failures.has(arm) ? 'The run has failed.' : null;
}
