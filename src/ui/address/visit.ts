import { afterSteps } from '../../scenario/after-steps.ts';
import { armsOf, BASE, type Scenario } from '../../scenario/scenario.ts';
import { fromLibrary, isInLibrary } from '../library/library.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { type SessionState, useSession } from '../store/session.ts';
import { stepsMade } from '../story/followStory.ts';
import type { Opening } from './show.ts';
import { type Patch, packedSteps, patched, patchOf, unpackedSteps } from './steps.ts';

/** How what of the session comes back with a scenario is read again; undefined where it cannot be used. */
const READING: { readonly [Key in keyof SessionState]?: (value: unknown, scenario: Scenario) => SessionState[Key] | undefined } = {
  step: (value) => (isCount(value) ? value : undefined),
  guesses: (value) => Object.fromEntries(Object.entries(value ?? {}).filter(([, choice]) => isCount(choice))),
  revealed: (value) => (Array.isArray(value) ? value.filter(isCount) : undefined),
  challenge: (value, scenario) => (scenario.challenge && (value === 'on' || value === 'passed') ? value : null),
  hints: (value) => (isCount(value) ? value : 0),
  hidden: (value, scenario) => (Array.isArray(value) ? value.filter((arm) => hasArm(scenario, arm)) : undefined),
  arm: (value, scenario) => (hasArm(scenario, value) ? (value as string) : BASE),
  component: (value) => (typeof value === 'string' ? value : undefined),
  drawer: (value) => (typeof value === 'string' ? value : null),
  request: (value) => (isCount(value) ? value : null),
  presenting: (value) => value === true,
};

const isEmpty = (patch: Patch = {}) => Object.keys(patch).length === 0;
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const hasArm = (scenario: Scenario, arm: unknown) => armsOf(scenario).some(({ id }) => id === arm);

/** The scenario on the screen as it is left, as text: the document, how it is looked at, and the way back if there is room for it. */
export function visitAsText(withSteps: boolean): string {
  const { scenario, origin, original, edited, past, future } = useDocument.getState();
  const session = useSession.getState();
  return JSON.stringify({
    scenario,
    origin,
    edited,
    // the library has its own
    original: origin && isInLibrary(origin.id) ? {} : patchOf(scenario, original),
    past: withSteps ? packedSteps(scenario, [...past].reverse()) : [],
    future: withSteps ? packedSteps(scenario, future) : [],
    playhead: Math.round(playhead.now),
    session: Object.fromEntries(Object.keys(READING).map((key) => [key, session[key as keyof SessionState]])),
  });
}

/** Reads what was kept; null where there is nothing, or nothing that can be used. */
export async function visitFrom(text: string | null): Promise<Opening | null> {
  if (text === null) return null;
  try {
    const kept = JSON.parse(text);
    const known = typeof kept.origin?.id === 'string' && isInLibrary(kept.origin.id) ? await fromLibrary(kept.origin.id) : null;
    // what nobody has changed is as the library has it now
    const isKnown = known !== null && kept.edited === false;
    const session = (scenario: Scenario) => sessionFrom({ arm: kept.arm, ...kept.session }, scenario);
    const scenario = isKnown ? afterSteps(known.scenario, stepsMade(known.scenario, session(known.scenario))) : await read(kept.scenario);
    // steps of the same format are as sound as what they led to
    const steps = (patches: readonly Patch[] = []) => (kept.scenario.format === scenario.format ? unpackedSteps(scenario, patches) : []);
    return {
      scenario,
      origin: known?.origin ?? null,
      original: known?.scenario ?? (isEmpty(kept.original) ? scenario : await read(patched(kept.scenario, kept.original))),
      past: [...steps(kept.past)].reverse(),
      future: steps(kept.future),
      at: typeof kept.playhead === 'number' ? kept.playhead : 0,
      session: session(scenario),
    };
  } catch {
    // damaged, or from another version
    return null;
  }
}

async function read(document: unknown): Promise<Scenario> {
  return (await import('../../scenario/read.ts')).readScenario(document);
}

function sessionFrom(kept: Readonly<Record<string, unknown>>, scenario: Scenario): Partial<SessionState> {
  const read = Object.entries(READING).map(([key, reading]) => [key, reading(kept[key], scenario)]);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}
