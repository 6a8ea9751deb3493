/// <reference lib="webworker" />
import '../../sim/world/every-kind.ts';
import type { PolicyDescription } from '../../scenario/descriptions.ts';
import { saidBy } from '../../sim/own-policy/thrown.ts';
import { adopt, type OwnCode } from '../../sim/world/own-policies.ts';
import { Server } from '../server.ts';
import { Allocations } from './allocations.ts';
import { explainIn } from './explain.ts';
import { FORBIDDEN, forbidRandom } from './forbidden.ts';
import { behind } from './hidden.ts';
import type { FromRealm, ToRealm } from './realm-protocol.ts';
import { locateIn, whereDefined } from './where.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Code as the text of the worker brings it: where it stands in there, and its source. */
interface Part extends Omit<OwnCode, 'evaluate'> {
  first: number;
  source: string;
  evaluate(take: (specifier: string) => object, ...hidden: readonly unknown[]): void;
}

const postMessage = self.postMessage.bind(self);
const stopped = Event.prototype.stopImmediatePropagation;
const ports = MessagePort.prototype as Partial<MessagePort>;
const events = EventTarget.prototype as Partial<EventTarget>;
const hand = MessagePort.prototype.postMessage;

/**
 * Runs the code, and serves as any worker does, over the port that comes with the first message. Called once, by the
 * text that brings the code, with what it is called with; nothing has run before that is not ours.
 */
export function begin(parts: readonly Part[]): void {
  // says that all of this is there: what takes long from now on is the code
  postMessage(0);
  const waiting: FromRealm[] = [];
  let port: MessagePort | null = null;
  const say = (message: FromRealm, transfer: Transferable[] = []) => {
    if (port) hand.call(port, message, { transfer });
    else waiting.push(message);
  };
  const allocations = new Allocations();
  const lines = parts.map(({ id, first, source }) => ({ id, first, lines: source.split('\n').length }));
  const locate = locateIn(lines);
  const explain = explainIn(Object.fromEntries(parts.map(({ id, source }) => [id, source])), locate);
  const server = new Server(say, { slice: 2_000, watch: () => watchHeap(allocations), explain });
  self.addEventListener('message', (event) => {
    stopped.call(event);
    if (port) return;
    port = event.ports[0];
    port.onmessage = ({ data }: MessageEvent<ToRealm>) => {
      if (data.type === 'ping') say({ type: 'pong', reached: server.reached });
      else void server.hear(data);
    };
    for (const message of waiting.splice(0)) say(message);
  });
  quieten();
  closeOff();
  const hidden = behind(allocations);
  const described: Record<string, PolicyDescription> = {};
  const problems = parts.flatMap(({ id, seam, source, evaluate }) => {
    try {
      described[id] = adopt({ id, seam, evaluate: (take) => evaluate(take, ...hidden) }).description as PolicyDescription;
      return [];
    } catch (error) {
      return [{ policy: id, line: whereDefined(error, source, locate), message: saidBy(error) }];
    }
  });
  if (problems.length > 0) say({ type: 'broken', problems });
  else {
    say({ type: 'described', policies: described });
    say({ type: 'ready' });
  }
}

/** Lines that code may write to the browser's console. */
const MOST_LINES = 100;

/** Of what goes past the port to the page, be it lines of the console or errors of code that has ended, a flood keeps to itself. */
function quieten(): void {
  let lines = 0;
  const all = console as unknown as Record<string, unknown>;
  for (const [name, own] of Object.entries(all))
    if (typeof own === 'function') all[name] = (...said: unknown[]) => (lines++ < MOST_LINES ? own.apply(console, said) : undefined);
  let errors = 0;
  self.addEventListener('error', (event) => {
    // the first one ends it
    if (errors++ > 0) event.preventDefault();
  });
  self.addEventListener('unhandledrejection', (event) => event.preventDefault());
}

/** Takes away what a worker can reach the outside with, and keeps what the world is made of as it is. */
function closeOff(): void {
  forbidRandom();
  for (const name of FORBIDDEN)
    for (let owner: object | null = self; owner; owner = Object.getPrototypeOf(owner))
      if (Object.hasOwn(owner, name)) {
        const ownDescriptor = Object.getOwnPropertyDescriptor(owner, name);
        if (ownDescriptor?.configurable) delete (owner as never)[name];
        else if (ownDescriptor?.writable) (owner as Record<string, unknown>)[name] = undefined;
      }
  delete events.addEventListener;
  delete ports.postMessage;
  for (const { prototype } of [
    Array,
    Map,
    Set,
    WeakMap,
    Promise,
    Number,
    String,
    Object.getPrototypeOf(Int8Array),
    Float64Array,
    Int32Array,
    Uint8Array,
  ])
    Object.freeze(prototype);
  Object.freeze(Math);
  Object.freeze(JSON);
}

interface WithMemory {
  memory?: { usedJSHeapSize: number; jsHeapSizeLimit: number };
}
const { memory } = performance as WithMemory;

function watchHeap(allocations: Allocations): void {
  allocations.check();
  if (memory && memory.usedJSHeapSize > memory.jsHeapSizeLimit / 2)
    throw new Error('the code holds more than half of the memory that there is');
}
