/** Probes that one worker makes: Firefox’s hangs for good on some of them now and then, and takes the others with it. */
const TOGETHER = 3;

/**
 * Attempts to reach something from a worker, as texts of such: each with what it came to, told over the port that comes
 * with the first message. Those that reach a server ask it for their own name.
 */
export function probing(server: string): string[] {
  const [address, told, probe, ...rest] = `const server=${JSON.stringify(server)}, socket=server.replace('http','ws');
const told={};
const probe=(name,act)=>{told[name]='silent';try{const made=act(server+'/'+name);if(made&&made.then)made.then(()=>{told[name]='open'},x=>{told[name]='refused: '+x});else told[name]=made===undefined?'nothing':'made'}catch(x){told[name]='refused: '+x}};
probe('fetch',u=>fetch(u));
probe('fetch-no-cors',u=>fetch(u,{mode:'no-cors'}));
probe('fetch-keepalive',u=>fetch(u,{method:'POST',body:'x',keepalive:true}));
probe('request',u=>fetch(new Request(u,{credentials:'include'})));
probe('xhr',u=>{const x=new XMLHttpRequest();x.open('GET',u);x.send()});
probe('xhr-sync',u=>{const x=new XMLHttpRequest();x.open('GET',u,false);x.send()});
probe('web-socket',()=>{new WebSocket(socket+'/web-socket')});
probe('event-source',u=>{new EventSource(u)});
probe('import-scripts',u=>importScripts(u));
probe('import',u=>import(u));
probe('import-data',()=>import('data:text/javascript,export default 1'));
probe('worker',u=>{new Worker(u)});
probe('worker-module',u=>{new Worker(u,{type:'module'})});
probe('worker-blob',u=>{new Worker(URL.createObjectURL(new Blob(["fetch('"+u+"')"])))});
probe('worker-data',u=>{new Worker('data:text/javascript,'+encodeURIComponent("fetch('"+u+"')"))});
probe('beacon',u=>{navigator.sendBeacon(u,'x')});
probe('web-transport',u=>{new WebTransport(u.replace('http:','https:'))});
probe('peer-connection',()=>{new RTCPeerConnection({iceServers:[{urls:'stun:'+server.slice(7)}]}).createDataChannel('x')});
probe('font',u=>new FontFace('x','url('+u+')').load());
probe('indexed-db',()=>new Promise((done,failed)=>{const r=indexedDB.open('x');r.onsuccess=done;r.onerror=()=>failed(r.error)}));
probe('opfs',()=>navigator.storage.getDirectory());
probe('cookie-store',()=>cookieStore.getAll());
probe('locks',()=>navigator.locks.request('x',()=>1));
probe('caches',()=>caches.open('x').then(c=>c.add(server+'/caches')));
probe('eval',()=>(0,eval)('1'));
probe('function',()=>new Function('return 1')());
probe('wasm',()=>WebAssembly.compile(new Uint8Array([0,97,115,109,1,0,0,0])));
probe('shared-memory',()=>new SharedArrayBuffer(8));
probe('page-storage',()=>localStorage.getItem('x'));
probe('page',()=>parent.document.title);
probe('service-worker',u=>navigator.serviceWorker.register(u));
onmessage=({ports:[port]})=>{port.onmessage=()=>port.postMessage({told,origin:String(self.origin)})};
postMessage(0);`.split('\n');
  const probes = rest.filter((line) => line.startsWith('probe('));
  const tail = rest.filter((line) => !line.startsWith('probe('));
  const groups = Array.from({ length: Math.ceil(probes.length / TOGETHER) }, (_, i) => probes.slice(i * TOGETHER, (i + 1) * TOGETHER));
  return groups.map((group) => [address, told, probe, ...group, ...tail].join('\n'));
}
