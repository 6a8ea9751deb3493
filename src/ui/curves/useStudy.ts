import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { Curves, StudyProgress } from '../../host/study.ts';
import type { ArmPlan } from '../../scenario/arm.ts';
import { recordingsIn } from '../../scenario/recordings.ts';
import { study, supply, useRecordings } from '../recordings/recordings.ts';
import { results, useResults } from '../samples/results.ts';
import type { ChosenLine, Unit } from './study.ts';

/** Where the accesses come from: the run of an arm, or a file by its hash. */
export type Source = { kind: 'run'; arm: string; plan: ArmPlan; cache: string } | { kind: 'file'; hash: string };

interface StudyState {
  /** The last curves, whole or so far; they stay until there are others. */
  curves: Curves | null;
  /** What the curves are of: those of another source are not shown as this one's. */
  of: string;
  /** The question that is answered in full. */
  answered: string;
  /** The question that was stopped. */
  stopped: string;
  progress: StudyProgress | null;
  failure: string | null;
}

const useStudyState = create<StudyState>()(() => ({
  curves: null,
  of: '',
  answered: '',
  stopped: '',
  progress: null,
  failure: null,
}));

/** A run is studied once it has ended and the hand rests [ms]. */
const REST = 300;

let stopCurrent: (() => void) | null = null;

/** Keeps the curves of a source worked out while somebody looks at them. */
export function useStudy(source: Source, lines: readonly ChosenLine[], unit: Unit) {
  const state = useStudyState();
  const runs = useResults();
  const atHand = useRecordings((recordings) => recordings.atHand);
  const of = useMemo(() => (source.kind === 'run' ? JSON.stringify([source.cache, source.plan]) : source.hash), [source]);
  const question = JSON.stringify([of, unit, lines.map(({ id }) => id)]);
  const waits = source.kind === 'run' && (runs.busy || !runs.of(source.arm)?.finished || runs.missing.has(source.arm));
  const missing = source.kind === 'file' && !atHand.has(source.hash);
  const { answered, stopped } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question says everything
  useEffect(() => {
    if (waits || missing || question === answered || question === stopped) return;
    const stop = new AbortController();
    stopCurrent = () => {
      stop.abort();
      useStudyState.setState({ stopped: question, progress: null });
    };
    const timer = setTimeout(() => void answer(question, of, source, lines, unit, stop.signal), source.kind === 'run' ? REST : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
      stopCurrent = null;
      useStudyState.setState({ progress: null });
    };
  }, [question, waits, missing, answered, stopped]);
  return {
    /** Curves of this source; null while there are none. */
    curves: state.of === of ? state.curves : null,
    progress: state.progress,
    failure: state.failure,
    stopped: stopped === question,
    waits,
    stop: () => stopCurrent?.(),
    goOn: () => useStudyState.setState({ stopped: '' }),
  };
}

async function answer(question: string, of: string, source: Source, lines: readonly ChosenLine[], unit: Unit, signal: AbortSignal) {
  const { setState } = useStudyState;
  setState({ failure: null, progress: { doing: source.kind === 'run' ? 'simulating' : 'reading', done: 0 } });
  try {
    const curves = await study.curves(
      { source: await accessesOf(source), lines: lines.map(({ id, policy }) => ({ id, policy })), unit },
      { signal, onProgress: (progress, soFar) => setState(soFar ? { progress, curves: soFar, of } : { progress }) },
    );
    setState({ curves, of, answered: question, progress: null });
  } catch (error) {
    if (signal.aborted) return;
    setState({ failure: error instanceof Error ? error.message : String(error), stopped: question, progress: null });
  }
}

async function accessesOf(source: Source) {
  if (source.kind === 'run') {
    const { plan, cache } = source;
    const { recordings } = await supply(recordingsIn(plan));
    return { kind: 'run', plan, cache, recordings } as const;
  }
  const recording = useRecordings.getState().atHand.get(source.hash);
  if (!recording) throw new Error('this file is no longer at hand');
  return { kind: 'recording', recording } as const;
}

/** Why an arm's run says nothing; null while it does. */
export function whyNoRun(arm: string): string | null {
  if (results.missing.has(arm)) return 'The run waits for its file.';
  return results.failures.has(arm) ? 'The run has failed.' : null;
}
