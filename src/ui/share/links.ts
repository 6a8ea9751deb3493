import { withStoryMoved } from '../../scenario/after-steps.ts';
import { challengeArm } from '../../scenario/lesson.ts';
import { encodeLink, type Shared } from '../../scenario/link.ts';
import { BASE } from '../../scenario/scenario.ts';
import { fragmentOf, nameOf, pagePathOf } from '../address/address.ts';
import { here } from '../address/here.ts';
import { useDocument } from '../store/document.ts';
import { stepsMade } from '../story/followStory.ts';

/** Where a link opens: at the moment and in the way that is on the screen, at the step, as a first visit does, or as a challenge. */
export type Place = 'here' | 'step' | 'start' | 'challenge';

export interface SharedLink {
  url: string;
  /** What it carries; null where it names a scenario of the library. */
  carries: Shared | null;
  /** It is the address of a page that has a preview. */
  hasPreview: boolean;
}

/** The link to what is on the screen that opens at a place. */
export function linkTo(place: Place, step: number): SharedLink {
  const { scenario, original, told, origin, edited } = useDocument.getState();
  const root = new URL('.', window.location.href).href;
  const isTask = place === 'challenge';
  const name = place === 'here' ? null : nameOf(origin?.id, edited, place === 'step' ? step : 0, isTask);
  if (name?.kind === 'named')
    return place === 'start'
      ? { url: root + pagePathOf(name.id), carries: null, hasPreview: true }
      : { url: `${root}#${fragmentOf(name)}`, carries: null, hasPreview: false };
  const asks = isTask
    ? { challenge: true as const, arm: challengeArm(scenario) }
    : { arm: BASE, ...(scenario.story[0]?.ask ? { veil: [] } : {}) };
  const first = stepsMade(scenario, { challenge: isTask ? 'on' : null });
  const atTheStart = { scenario: withStoryMoved(original, scenario, told, first), origin, playhead: 0, fingerprint: '', ...asks };
  const carries = place === 'here' ? here() : atTheStart;
  return { url: `${root}#${encodeLink(carries)}`, carries, hasPreview: false };
}
