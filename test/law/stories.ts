import type { World } from '../../src/sim/world/world.ts';

/**
 * What in the stories of a traced world cannot be: a fact about a call that was never opened, or is another request’s, or
 * that neither end of its wire can know of, nor whoever lends to the one that serves it.
 */
export function strangeIn(world: World, most = 5): string[] {
  const { trace, wires, ids } = world;
  if (!trace) throw new Error('the world keeps no stories');
  const calls = new Map(trace.calls.map((call) => [call.call, call]));
  const knows = wires.map(({ from, to }) => new Set([from, to, ...wires.filter((wire) => wire.from === to).map((wire) => wire.to)]));
  const strange: string[] = [];
  trace.callNumbers.forEach((number, i) => {
    if (number < 0) return;
    const call = calls.get(number);
    const component = ids[trace.components[i]];
    const what = `fact ${trace.facts[i]} of ${component} at ${trace.times[i]} µs, call ${number}`;
    if (!call) strange.push(`${what}: there is no such call`);
    else if (call.request !== trace.requests[i]) strange.push(`${what}: that is not of request ${trace.requests[i]}`);
    else if (!knows[call.wire].has(component)) strange.push(`${what}: that went elsewhere`);
  });
  for (const { call, cause, request } of trace.calls)
    if (cause >= 0 && calls.get(cause)?.request !== request) strange.push(`call ${call} was caused by ${cause}, of another request`);
  return strange.slice(0, most);
}
