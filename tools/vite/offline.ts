import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { Plugin } from 'vite';

/** A service worker that keeps every file the page uses under the hash of them all, and answers from there first. */
export function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = Object.values(bundle).filter(({ fileName }) => !fileName.endsWith('.map'));
        const hash = createHash('sha256');
        for (const file of files) hash.update(file.fileName).update(file.type === 'chunk' ? file.code : file.source);
        const names = files.map(({ fileName }) => fileName).filter((name) => name !== 'index.html');
        const list = ['./', ...names, ...readdirSync('public').filter((name) => name !== 'card.png')].sort();
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: serviceWorker(`goodput-${hash.digest('hex').slice(0, 12)}`, list) });
      },
    },
  };
}

function serviceWorker(version: string, list: readonly string[]): string {
  return `const V=${JSON.stringify(version)},L=${JSON.stringify(list)};
addEventListener('install',e=>e.waitUntil(caches.open(V).then(c=>c.addAll(L.map(u=>new Request(u,{cache:u.startsWith('assets/')?'default':'reload'})))).then(()=>skipWaiting())));
addEventListener('activate',e=>e.waitUntil(caches.keys().then(k=>Promise.all(k.filter(x=>x.startsWith('goodput-')&&x!==V).map(x=>caches.delete(x)))).then(()=>clients.claim())));
addEventListener('fetch',e=>{const r=e.request,u=new URL(r.url);if(r.method!=='GET'||u.origin!==location.origin)return;
e.respondWith(caches.open(V).then(c=>c.match(r.mode==='navigate'?'./':r,{ignoreSearch:true,ignoreVary:true})).then(m=>m||fetch(r)));});
`;
}
