import type { Stories } from '../../../host/look/stories.ts';
import { componentOf } from '../../../scenario/descriptions.ts';
import type { Components } from '../../../scenario/setting.ts';

/** A request in the table. */
export interface RequestRow {
  /** Its place in the columns of the stories. */
  index: number;
  number: number;
  client: string;
  /** [ms] */
  intended: number;
  /** [ms]; NaN while it has not ended. */
  responseTime: number;
  /** Until the job that was made of it was done [ms]; NaN where none was. */
  jobTime: number;
  outcome: string;
  attempts: number;
  keptAs: Stories['reasons'][number];
}

export function rowsOf(stories: Stories): readonly RequestRow[] {
  const { requests } = stories;
  return Array.from(requests.number, (number, index) => {
    const ended = !Number.isNaN(requests.finished[index]);
    return {
      index,
      number,
      client: stories.components[requests.client[index]],
      intended: requests.intended[index] / 1_000,
      responseTime: (requests.finished[index] - requests.intended[index]) / 1_000,
      jobTime: (requests.jobDone[index] - requests.intended[index]) / 1_000,
      outcome: ended ? stories.outcomes[requests.outcome[index]] : 'open',
      attempts: ended ? requests.attempts[index] : 0,
      keptAs: stories.reasons[requests.keptAs[index]],
    };
  });
}

/** Something that happened to a request or to one of its calls. */
export interface Moment {
  /** [ms] */
  time: number;
  component: string;
  fact: string;
}

/** One call of a request's story, as a bar. */
export interface CallStory {
  call: number;
  from: string;
  to: string;
  attempt: number;
  depth: number;
  moments: readonly Moment[];
  /** Header fields of a rejection by a gate; empty where there was none. */
  headers: readonly string[];
}

export interface RequestStory {
  calls: readonly CallStory[];
  /** What is about the request itself. */
  moments: readonly Moment[];
}

/** Everything that is known of one request. */
export function storyOf(stories: Stories, request: number, components: Components): RequestStory {
  const { facts, calls } = stories;
  const names = stories.components.map((id) => componentOf(components[id]?.kind ?? '')?.facts ?? []);
  const byCall = new Map<number, Moment[]>();
  for (let i = 0; i < facts.time.length; i++) {
    if (facts.request[i] !== request) continue;
    const list = byCall.get(facts.call[i]) ?? [];
    byCall.set(facts.call[i], list);
    list.push({
      time: facts.time[i] / 1_000,
      component: stories.components[facts.component[i]],
      fact: names[facts.component[i]][facts.fact[i]] ?? '',
    });
  }
  const depths = new Map<number, number>();
  const causes = new Map<number, number>();
  const told: CallStory[] = [];
  for (let i = 0; i < calls.number.length; i++) {
    if (calls.request[i] !== request) continue;
    const call = calls.number[i];
    const depth = (depths.get(calls.cause[i]) ?? -1) + 1;
    depths.set(call, depth);
    causes.set(call, calls.cause[i]);
    const { from, to } = stories.wires[calls.wire[i]];
    told.push({ call, from, to, attempt: calls.attempt[i], depth, moments: byCall.get(call) ?? [], headers: headersOf(stories, call, to) });
  }
  return { calls: nested(told, causes), moments: byCall.get(-1) ?? [] };
}

/** Each call followed by those that were made for it. */
function nested(calls: readonly CallStory[], causes: ReadonlyMap<number, number>): readonly CallStory[] {
  const madeFor = new Map<number, CallStory[]>();
  const first: CallStory[] = [];
  const known = new Set(calls.map(({ call }) => call));
  for (const call of calls) {
    const cause = causes.get(call.call) ?? -1;
    if (!known.has(cause)) first.push(call);
    else if (madeFor.has(cause)) madeFor.get(cause)!.push(call);
    else madeFor.set(cause, [call]);
  }
  const withMade = (call: CallStory): CallStory[] => [call, ...(madeFor.get(call.call) ?? []).flatMap(withMade)];
  return first.flatMap(withMade);
}

/**
 * What a rejection would say over HTTP. Sources: RFC 9110, 10.2.3 (Retry-After); IETF draft-ietf-httpapi-ratelimit-headers
 * (RateLimit, RateLimit-Policy).
 */
function headersOf(stories: Stories, call: number, gate: string): readonly string[] {
  const index = stories.hints.call.indexOf(call);
  if (index < 0) return [];
  const wait = stories.hints.wait[index];
  const means = stories.limits[gate];
  const seconds = Math.ceil(wait / 1_000);
  return [
    '429 Too Many Requests',
    ...(wait < 0 ? [] : [`Retry-After: ${seconds}`]),
    ...(means ? [`RateLimit-Policy: "${gate}";q=${Math.floor(means.limit)};w=${Math.max(1, Math.round(means.span / 1_000))}`] : []),
    ...(means && wait >= 0 ? [`RateLimit: "${gate}";r=0;t=${seconds}`] : []),
  ];
}
