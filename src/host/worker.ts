/// <reference lib="webworker" />
import type { ToLooker } from './look/contract.ts';
import type { ToWorker } from './protocol.ts';
import { Server } from './server.ts';

declare const self: DedicatedWorkerGlobalScope;

const server = new Server((message, transfer = []) => self.postMessage(message, transfer));
self.onmessage = ({ data }: MessageEvent<ToWorker | ToLooker>) => void server.hear(data);

// the first buffer that is given away has all compiled code compiled anew: V8 then looks whether a buffer is still there.
// Now there is none; the first result would have undone the warm-up.
const given = new ArrayBuffer(8);
structuredClone(given, { transfer: [given] });
self.postMessage({ type: 'ready' });
