/** What there is none of where code runs that is not ours, and what to use in its place. */
const REASONS: Readonly<Record<string, string>> = {
  Date: 'only simulated time exists: take `now`, which comes with every call [µs]',
  performance: 'only simulated time exists: take `now`, which comes with every call [µs]',
  crypto: 'nothing but the seed decides: take `chance`, which comes with the call',
  setTimeout: 'a policy wishes, its component keeps the time: answer a wait',
  setInterval: 'a policy wishes, its component keeps the time: answer a wait',
  setImmediate: 'a policy wishes, its component keeps the time: answer a wait',
};
const NO_WORLD = 'a policy knows nothing but what its calls tell it';
const OTHERS =
  'fetch XMLHttpRequest WebSocket WebSocketStream WebTransport EventSource RTCPeerConnection importScripts indexedDB caches cookieStore navigator location Worker SharedWorker ServiceWorker BroadcastChannel MessageChannel MessagePort postMessage close Notification FileReader FileReaderSync FontFace OffscreenCanvas SharedArrayBuffer Atomics WebAssembly scheduler requestAnimationFrame process require module global';

/** The names that code may use in vain. */
export const FORBIDDEN: readonly string[] = [...Object.keys(REASONS), ...OTHERS.split(' ')];

/** What stands for one of them: any use of it says what it is not there for. */
export function standIn(name: string): unknown {
  const refuse = (): never => {
    throw new Error(`there is no ${name} here: ${REASONS[name] ?? NO_WORLD}`);
  };
  // a class: what can be neither called nor constructed never asks its proxy
  return new Proxy(class {}, { get: refuse, set: refuse, apply: refuse, construct: refuse, has: refuse });
}

/** Chance that no seed decides. */
export function forbidRandom(): void {
  Math.random = () => {
    throw new Error('there is no Math.random here: nothing but the seed decides, so take `chance`, which comes with the call');
  };
}
