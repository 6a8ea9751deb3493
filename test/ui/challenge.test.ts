import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ArmResult } from '../../src/host/client.ts';
import { figuresFor } from '../../src/scenario/claims.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { challengeLook, changesTaken, giveUp, keepChallenge, takeChallenge } from '../../src/ui/challenge/challenge.ts';
import { seenArms } from '../../src/ui/challenge/seenArms.ts';
import { results } from '../../src/ui/samples/results.ts';
import { useDocument } from '../../src/ui/store/document.ts';
import { useSession } from '../../src/ui/store/session.ts';
import { keepVeil } from '../../src/ui/story/veil.ts';

vi.mock('../../src/ui/notices.ts', () => ({ say: vi.fn(), unsay: vi.fn() }));

/** What waits for its time. */
const told: (() => void)[] = [];

const scenario = readScenario({
  format: 2,
  duration: 10_000,
  components: { shoppers: { kind: 'client', calls: ['checkout'] }, checkout: { kind: 'service' } },
  arms: [
    { id: 'base', title: 'As it is' },
    { id: 'few', title: 'Few attempts', set: { 'shoppers.maxAttempts': 2 } },
  ],
  story: [
    { title: 'One', text: '', ask: { question: 'Which?', choices: ['One', 'Two'], answer: 0 } },
    { title: 'Two', text: '' },
  ],
  goals: [{ text: 'Much.', meter: 'shoppers.goodput', is: '>', than: 5 }],
  keep: [{ text: 'nobody lost', meter: 'shoppers.failures', stat: 'sum', is: '<=', than: 0 }],
  challenge: { brief: 'Do it.', hints: ['So.'] },
});
const asked = figuresFor([...scenario.goals, ...scenario.keep], scenario.duration);

/** The run of the base has ended, with so much goodput and so many failures. */
function ended(goodput: number, failures: number): void {
  const result = { arm: 'base', bins: 10, binWidth: 1_000, closedBins: 10, finished: true, series: [], figures: [goodput, failures] };
  results.accept(result as unknown as ArmResult, undefined, asked);
  for (const tell of told.splice(0)) tell();
}

const { edit, settle, open } = useDocument.getState();
const session = () => useSession.getState();
const attempts = (count: number, gesture?: string) =>
  edit((document) => withParam(document, 'base', 'shoppers.maxAttempts', count, 'whole-run'), gesture);

describe('a challenge', () => {
  beforeAll(() => {
    vi.stubGlobal('window', { setTimeout: (tell: () => void) => told.push(tell) });
    vi.stubGlobal('document', { querySelector: () => null });
    keepChallenge();
    keepVeil();
  });
  afterAll(() => {
    useDocument.setState(useDocument.getInitialState());
    useSession.setState(useSession.getInitialState());
    results.setVeil(null);
    results.clear();
    vi.unstubAllGlobals();
  });
  beforeEach(() => {
    results.clear();
    for (const tell of told.splice(0)) tell();
    open({ scenario, origin: null });
    session().begin('shoppers', 'base');
    session().choose(challengeLook(scenario));
  });

  it('shows the arm that is worked on: the others and their names tell what helps', () => {
    expect([session().arm, session().hidden]).toEqual(['base', ['few']]);
    expect(seenArms().map(({ id }) => id)).toEqual(['base']);
    // a copy that the reader makes is theirs
    edit((document) => ({ ...document, arms: [...document.arms, { id: 'arm-2', title: 'Mine', set: {}, changes: [] }] }));
    expect(seenArms().map(({ id, index }) => [id, index])).toEqual([
      ['base', 0],
      ['arm-2', 2],
    ]);
    session().choose({ challenge: null });
    expect(seenArms()).toHaveLength(3);
  });

  it('has nothing to veil, and its lesson has what it asks', () => {
    ended(9, 0);
    const figure = () => results.figure(asked[0]);
    expect([results.until, figure()]).toEqual([null, 9]);
    giveUp();
    expect([results.until, figure()]).toEqual([0, undefined]);
    takeChallenge();
    expect([results.until, figure()]).toEqual([null, 9]);
  });

  it('is done once something is changed, all is reached and kept, and the hand has let go', () => {
    ended(9, 0);
    expect(session().challenge, 'nothing is changed').toBe('on');
    attempts(5, 'slider');
    ended(9, 0);
    expect(session().challenge, 'the slider is held').toBe('on');
    settle();
    expect(session().challenge).toBe('passed');
    expect(session().revealed).toContain(0);
  });

  it('is not done as long as something is not kept, or a run is under way', () => {
    attempts(5);
    ended(9, 1);
    expect(session().challenge).toBe('on');
    results.setBusy(true);
    ended(9, 0);
    expect(session().challenge).toBe('on');
    results.setBusy(false);
    for (const tell of told.splice(0)) tell();
    expect(session().challenge).toBe('passed');
  });

  it('counts what it took from the scenario as it was, without what was taken back', () => {
    for (const count of [4, 5, 6]) attempts(count);
    const taken = () => changesTaken(useDocument.getState().past, useDocument.getState().original);
    expect(taken()).toBe(3);
    useDocument.getState().undo();
    expect(taken()).toBe(2);
    useDocument.getState().restore();
    attempts(2);
    expect(taken()).toBe(1);
  });

  it('that is given up is the lesson of the scenario as it was, with all arms; taken again it begins anew', () => {
    attempts(5);
    session().choose({ hints: 1 });
    giveUp();
    expect([session().challenge, session().hidden, useDocument.getState().edited]).toEqual([null, [], false]);
    attempts(4);
    takeChallenge();
    expect([session().challenge, session().hidden, session().hints, useDocument.getState().edited]).toEqual(['on', ['few'], 0, false]);
  });
});
