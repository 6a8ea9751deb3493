import type { Shared } from '../../scenario/link.ts';
import { results } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { lookingOf } from './chosen.ts';

/** What a link to the screen as it is carries. */
export function here(): Shared {
  const { scenario, origin } = useDocument.getState();
  const looking = lookingOf(scenario, useSession.getState());
  return { scenario, origin, playhead: playhead.now, fingerprint: fingerprintOf(looking.arm), ...looking };
}

/** What this engine makes of an arm, once that is settled; empty before. */
function fingerprintOf(arm: string): string {
  const name = results.nameOf(arm);
  return name && !name.early && !results.busy ? name.fingerprint : '';
}
