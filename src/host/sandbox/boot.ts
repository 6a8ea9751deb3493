/**
 * What runs in the hidden frame: it starts workers from text and ends them, each by its number, and says what became of
 * them. Everything else goes past it, over a port of each worker's own. The page's policy lists the hash of this very text.
 */
export const BOOT =
  "(()=>{let c;const all=new Map();addEventListener('message',e=>{if(e.source!==parent||c||!e.ports[0])return;c=e.ports[0];" +
  'c.onmessage=({data:{n,start},ports})=>{const say=m=>c.postMessage({n,...m});if(start)try{' +
  "const u=URL.createObjectURL(new Blob(start,{type:'text/javascript'})),w=new Worker(u);all.set(n,[w,u]);" +
  "w.onmessage=()=>say({type:'loaded'});" +
  "w.onerror=e=>{e.preventDefault();say({type:'error',message:e.message||'it could not be started',line:e.lineno||0})};" +
  "w.postMessage(0,[ports[0]])}catch(x){say({type:'error',message:String(x),line:0})}" +
  "else{const[w,u]=all.get(n)||[];if(w){w.terminate();URL.revokeObjectURL(u)}all.delete(n);say({type:'ended'})}};" +
  "c.postMessage({type:'booted'})})})()";

/** What the frame may do: run this, and start workers from text. Nothing is fetched, from anywhere. */
export const FRAME_POLICY = "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:";

/** What the frame says of a worker, by its number. */
export type FromFrame =
  | { type: 'booted' }
  | { type: 'loaded' | 'ended'; n: number }
  | { type: 'error'; n: number; message: string; line: number };
