import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { lessonHash, type Origin } from './lesson.ts';
import { LIMITS } from './limits.ts';
import { LINK_DICTIONARY_1 } from './link-dictionary-1.ts';
import { LINK_DICTIONARY_2 } from './link-dictionary-2.ts';
import { type Looking, packed, unpacked } from './looking.ts';
import { FORMAT } from './migrate.ts';
import { readScenario } from './read.ts';
import type { Scenario } from './scenario.ts';
import { documentOf } from './write.ts';

/** What a link carries: a scenario in full, and how it was looked at. */
export interface Shared extends Looking {
  scenario: Scenario;
  /** What it was made from in the library, where story, goals and what they take as given, claims and the form after the story are to be taken from as well. */
  origin: Origin | null;
  /** Story, goals and claims have been changed: they are those of the scenario. */
  ownLesson?: boolean;
}

/** A link that cannot be opened; the message says why and what to do. */
export class LinkError extends Error {
  constructor(
    message: string,
    /** It was made by a later version of the page, which can open it. */
    readonly isNewer = false,
  ) {
    super(message);
    this.name = 'LinkError';
  }
}

/** What links are compressed against, by their version, which is that of the format they carry. */
const DICTIONARIES: Readonly<Record<string, string>> = { 1: LINK_DICTIONARY_1, 2: LINK_DICTIONARY_2 };
const PREFIX = `v${FORMAT}.`;
/** Programs that make links out of text leave a `-` or `_` at the end out; a letter they keep. */
const END = 'x';
const CHECKSUM_BYTES = 3;
/** No link is longer [characters]; ten thousand changes need half of it. */
const MOST_PACKED = 400_000;

/** Links longer than this are cut by some programs [characters]. */
export const LONG_LINK = 2_000;

/** How a link says that its lesson is its own. */
const OWN = 'own';

/**
 * The fragment, without `#`. A lesson that is the library's own travels as its id: story, goals, claims, and with them the form
 * after the story, what goals take as given and the challenge.
 */
export function encodeLink({ scenario, origin, ownLesson: _, ...looking }: Shared): string {
  const byName = origin !== null && origin.lesson === lessonHash(scenario);
  const lists = { story: [], goals: [], keep: [], claims: [] };
  const document = documentOf(
    byName ? { ...scenario, ...lists, yours: undefined, fixed: undefined, free: undefined, challenge: undefined } : scenario,
  );
  const from = origin ? { l: [origin.id, origin.lesson, ...(byName ? [] : [OWN])] } : {};
  const payload = { s: document, ...from, ...packed(looking) };
  const small = deflateSync(strToU8(JSON.stringify(payload)), { level: 9, dictionary: strToU8(DICTIONARIES[FORMAT]) });
  const bytes = new Uint8Array(CHECKSUM_BYTES + small.length);
  bytes.set(checksum(small));
  bytes.set(small, CHECKSUM_BYTES);
  return PREFIX + base64url(bytes) + END;
}

/** Opens a link; throws a LinkError, or a ScenarioError where what is inside cannot be used. */
export function decodeLink(fragment: string): Shared {
  const text = fragment.replace(/^#/, '').trim();
  const version = /^v(\d+)\./.exec(text)?.[1];
  if (version === undefined) throw new LinkError('This address holds no scenario.');
  if (!Object.hasOwn(DICTIONARIES, version)) throw unknown(version);
  if (text.length > MOST_PACKED) throw new LinkError('This link is longer than any scenario needs. Ask for the scenario as a file.');
  if (!text.endsWith(END)) throw new LinkError('This link was cut short on its way. Ask for it again, or for the scenario as a file.');
  const bytes = bytesOf(text.slice(text.indexOf('.') + 1, -END.length));
  const small = bytes.subarray(CHECKSUM_BYTES);
  if (bytes.length <= CHECKSUM_BYTES || checksum(small).some((byte, i) => byte !== bytes[i])) {
    throw new LinkError(
      'This link was damaged on its way: part of it is missing or changed. Ask for it again, or for the scenario as a file.',
    );
  }
  return shared(inflated(small, DICTIONARIES[version]));
}

function unknown(version: string): LinkError {
  return Number(version) > FORMAT
    ? new LinkError(
        `This link was made with a newer version of this page: it is of version ${version}, this page knows those up to ${FORMAT}. Load the newest page, or ask for the scenario as a file.`,
        true,
      )
    : new LinkError(
        `This link was changed on its way: there are no links of version ${version}. Ask for it again, or for the scenario as a file.`,
      );
}

function shared(json: string): Shared {
  let payload: unknown;
  try {
    payload = JSON.parse(json);
  } catch {
    throw new LinkError('This link holds something that is not a scenario.');
  }
  if (typeof payload !== 'object' || payload === null || !('s' in payload))
    throw new LinkError('This link holds something that is not a scenario.');
  const { s, l, ...looking } = payload as Record<string, unknown>;
  const scenario = readScenario(s);
  const named = Array.isArray(l) && typeof l[0] === 'string' && typeof l[1] === 'string' && /^[a-z0-9-]{1,80}$/.test(l[0]);
  return {
    scenario,
    origin: named ? { id: l[0], lesson: l[1] } : null,
    ...(named && l[2] === OWN ? { ownLesson: true } : {}),
    ...unpacked(looking, scenario),
  };
}

function inflated(small: Uint8Array, dictionary: string): string {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const inflate = new Inflate({ dictionary: strToU8(dictionary) }, (part) => {
      length += part.length;
      // no scenario is larger: a link that is was made to hurt
      if (length > LIMITS.documentLength) throw new LinkError('This link unpacks to more than any scenario needs.');
      parts.push(part);
    });
    // in small pieces, so that something made to swell is noticed before it fills the memory
    for (let i = 0; i < small.length; i += 4_096) inflate.push(small.subarray(i, i + 4_096), i + 4_096 >= small.length);
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError('This link cannot be unpacked. Ask for it again, or for the scenario as a file.');
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return strFromU8(all);
}

/** The first bytes of an FNV-1a hash. */
function checksum(bytes: Uint8Array): Uint8Array {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  hash ^= hash >>> 15;
  return Uint8Array.of(hash >>> 24, hash >>> 16, hash >>> 8).slice(0, CHECKSUM_BYTES);
}

function base64url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function bytesOf(text: string): Uint8Array {
  if (!/^[\w-]*$/.test(text)) throw new LinkError('This link holds characters that no link of ours has. Ask for it again.');
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    throw new LinkError('This link was cut short on its way. Ask for it again, or for the scenario as a file.');
  }
}
