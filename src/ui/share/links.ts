import { encodeLink, type Shared } from '../../scenario/link.ts';
import { BASE } from '../../scenario/scenario.ts';
import { fragmentOf, nameOf, pagePathOf } from '../address/address.ts';
import { here } from '../address/here.ts';
import { useDocument } from '../store/document.ts';

/** Where a link opens: at the moment and in the way that is on the screen, at the step, or as a first visit does. */
export type Place = 'here' | 'step' | 'start';

export interface SharedLink {
  url: string;
  /** What it carries; null where it names a scenario of the library. */
  carries: Shared | null;
  /** It is the address of a page that has a preview. */
  hasPreview: boolean;
}

/** The link to what is on the screen that opens at a place. */
export function linkTo(place: Place, step: number): SharedLink {
  const { scenario, origin, edited } = useDocument.getState();
  const root = new URL('.', window.location.href).href;
  const name = place === 'here' ? null : nameOf(origin?.id, edited, place === 'step' ? step : 0);
  if (name?.kind === 'named')
    return place === 'start'
      ? { url: root + pagePathOf(name.id), carries: null, hasPreview: true }
      : { url: `${root}#${fragmentOf(name)}`, carries: null, hasPreview: false };
  const atTheStart = { scenario, origin, playhead: 0, arm: BASE, fingerprint: '', ...(scenario.story[0]?.ask ? { veil: [] } : {}) };
  const carries = place === 'here' ? here() : atTheStart;
  return { url: `${root}#${encodeLink(carries)}`, carries, hasPreview: false };
}
