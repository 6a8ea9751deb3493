import { componentOf } from '../descriptions.ts';
import { type Components, effective, titleIn } from '../setting.ts';
import { listed } from '../wording.ts';
import { leadsTo } from './can-wire.ts';

/** A few keys are asked for most of the time. */
const KEYS = { kind: 'zipf' };

/**
 * Whoever asks a cache for anything asks for keys: otherwise every request is for the same one, all hit, and what is behind
 * the cache has nothing to do. Those whose requests name a user or a tenant have keys already.
 */
export function withKeys(components: Components): { components: Components; given: readonly string[] } {
  const caches = Object.keys(components).filter((id) => componentOf(components[id].kind)?.roles?.includes('cache'));
  const given = Object.entries(components).flatMap(([id, doc]) => {
    const records = componentOf(doc.kind)?.params ?? {};
    const value = (name: string) => (records[name] ? effective(records[name], doc[name]) : undefined);
    const isWithout =
      (value('workload') as { kind: string } | undefined)?.kind === 'none' && value('tenants') === 1 && value('users') === 1;
    return isWithout && caches.some((cache) => leadsTo(components, id, cache)) ? [id] : [];
  });
  if (given.length === 0) return { components, given };
  return { components: { ...components, ...Object.fromEntries(given.map((id) => [id, { ...components[id], workload: KEYS }])) }, given };
}

/** The sentence that says so; nothing where nobody was given keys. */
export function keysInWords(components: Components, given: readonly string[]): string {
  if (given.length === 0) return '';
  const who = listed(given.map((id) => titleIn(components, id)));
  return ` Requests of ${who} now ask for keys, some more often than others: without keys every look-up would be a hit.`;
}
