import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { withParam } from '../../src/scenario/edit.ts';
import { decodeLink } from '../../src/scenario/link.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { targetOf } from '../../src/scenario/setting.ts';
import { nameOf } from '../../src/ui/address/address.ts';
import { show } from '../../src/ui/address/show.ts';
import { giveUp, takeChallenge } from '../../src/ui/challenge/challenge.ts';
import { results } from '../../src/ui/samples/results.ts';
import { linkTo } from '../../src/ui/share/links.ts';
import { useDocument } from '../../src/ui/store/document.ts';
import { playhead } from '../../src/ui/store/playhead.ts';
import { useSession } from '../../src/ui/store/session.ts';
import { setAskFirst, useAskFirst } from '../../src/ui/story/askFirst.ts';
import { keepFollowing } from '../../src/ui/story/followStory.ts';
import { goToStep, revealIfAsked, revealStep } from '../../src/ui/story/goToStep.ts';
import { keepAsking, keepVeil } from '../../src/ui/story/veil.ts';

vi.mock('../../src/ui/notices.ts', () => ({ say: vi.fn(), unsay: vi.fn() }));

const ask = { question: 'Which?', choices: ['One', 'Two'], answer: 0 };
const scenario = readScenario({
  format: 2,
  duration: 10_000,
  components: { shoppers: { kind: 'client', calls: ['checkout'] }, checkout: { kind: 'service', servers: 4 } },
  story: [
    { title: 'One', text: '' },
    { title: 'Two', text: '', ask, set: { 'checkout.servers': 8 } },
    { title: 'Three', text: '', ask, set: { 'shoppers.maxAttempts': 7 } },
    { title: 'Your turn', text: '', set: { 'checkout.servers': 4 } },
  ],
  goals: [{ text: 'Much.', meter: 'shoppers.goodput', is: '>', than: 5 }],
  challenge: { brief: 'Do it.', hints: ['So.'] },
});
const origin = { id: 'a', lesson: '' };
const document = () => useDocument.getState();
const session = () => useSession.getState();
/** Servers and attempts now, and whether the reader has edited anything. */
const now = () => {
  const { components } = document().scenario;
  const value = (path: string) => {
    const target = targetOf(components, path);
    return target.kind === 'param' ? target.value : null;
  };
  return [value('checkout.servers'), value('shoppers.maxAttempts'), document().edited];
};
const set = (path: string, value: unknown, gesture?: string) =>
  document().edit((each) => withParam(each, 'base', path, value, 'whole-run'), gesture);
const open = (step = 0) => show({ scenario, origin, told: 0, session: { step } });

describe('what steps of a story change', () => {
  beforeAll(() => {
    const media = () => ({ matches: true, addEventListener: () => {} });
    vi.stubGlobal('window', { setTimeout: () => 0, matchMedia: media, location: { href: 'https://goodput.test/' } });
    vi.stubGlobal('document', { querySelector: () => null });
    keepVeil();
    keepFollowing();
    keepAsking((step) => revealStep(step, true));
  });
  afterAll(() => {
    useDocument.setState(useDocument.getInitialState());
    useSession.setState(useSession.getInitialState());
    useAskFirst.setState({ askFirst: true });
    results.setVeil(null);
    results.clear();
    playhead.setLimit(null);
    vi.unstubAllGlobals();
  });
  beforeEach(() => {
    useAskFirst.setState({ askFirst: true });
    open();
  });

  it('is changed on the way on, whatever was answered, and taken back on the way back; it is no edit', () => {
    expect(now()).toEqual([4, 3, false]);
    goToStep(1);
    expect(now(), 'it is asked').toEqual([4, 3, false]);
    goToStep(2);
    expect(now()).toEqual([8, 3, false]);
    expect([results.until, session().revealed]).toEqual([0, []]);
    goToStep(3);
    expect(now(), 'it asks nothing').toEqual([4, 7, false]);
    goToStep(2);
    expect(now()).toEqual([8, 3, false]);
    goToStep(0);
    expect(now()).toEqual([4, 3, false]);
    expect(document().scenario).toBe(scenario);
    goToStep(3);
    expect(now(), 'several at once').toEqual([4, 7, false]);
    document().undo();
    expect(now(), 'are one step back').toEqual([4, 3, true]);
  });

  it('is changed with the answer, however that comes to be seen', () => {
    goToStep(1);
    revealStep(1);
    expect(now()).toEqual([8, 3, false]);
    goToStep(2);
    revealIfAsked();
    expect(now()).toEqual([8, 7, false]);
    document().undo();
    expect(now()).toEqual([8, 3, true]);
    document().undo();
    expect(now()).toEqual([4, 3, true]);
    document().restore();
    expect(now(), 'the original is the one of this place').toEqual([8, 7, false]);
  });

  it('is changed where nobody is asked first, and taken back for who is asked again', () => {
    goToStep(1);
    setAskFirst(false);
    expect([now(), results.until]).toEqual([[8, 3, false], null]);
    setAskFirst(true);
    expect([now(), results.until]).toEqual([[4, 3, false], 0]);
  });

  it('goes with the edit that has answered the question, and both are taken back at once', () => {
    goToStep(1);
    for (const attempts of [4, 5]) set('shoppers.maxAttempts', attempts, 'slider');
    document().settle();
    expect([now(), session().revealed]).toEqual([[8, 5, true], [1]]);
    document().undo();
    expect([now(), session().revealed, document().past]).toEqual([[4, 3, false], [], []]);
    document().redo();
    expect([now(), session().revealed]).toEqual([[8, 5, true], [1]]);
  });

  it('is not what the reader has changed: that stays on every way', () => {
    set('checkout.servers', 5);
    goToStep(3);
    expect(now()).toEqual([5, 7, true]);
    set('shoppers.maxAttempts', 9);
    goToStep(0);
    expect(now()).toEqual([5, 9, true]);
  });

  it('is there at once where an address names a step, and nothing is to be undone', () => {
    open(3);
    expect([now(), document().past, session().step]).toEqual([[4, 7, false], [], 3]);
    open(2);
    expect([now(), document().past, session().revealed]).toEqual([[8, 3, false], [], []]);
    const { origin: from, edited } = document();
    expect(nameOf(from?.id, edited, session().step)).toEqual({ kind: 'named', id: 'a', step: 2 });
  });

  it('is as whoever sends a link has it, but for one to the start', () => {
    goToStep(2);
    const sent = document().scenario;
    show({ scenario: sent, original: scenario, origin, session: { step: 2, revealed: [2] } });
    expect(now(), 'the sender has not seen the change').toEqual([8, 3, true]);
    open(2);
    set('shoppers.maxAttempts', 6);
    const { carries } = linkTo('start', 2);
    expect(carries?.scenario.components).toEqual({
      ...scenario.components,
      shoppers: { ...scenario.components.shoppers, maxAttempts: 6 },
    });
    expect(decodeLink(linkTo('challenge', 2).url.split('#')[1]).scenario.components.checkout.servers).toBe(4);
  });

  it('is nothing to a challenge, which begins as shipped', () => {
    goToStep(2);
    takeChallenge();
    expect([now(), document().scenario === scenario]).toEqual([[4, 3, false], true]);
    set('checkout.servers', 6);
    giveUp();
    expect([now(), session().step]).toEqual([[4, 3, false], 0]);
  });
});
