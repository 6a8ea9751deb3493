import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';

/** A service worker that keeps every file the page uses under the hash of them all, and answers from there first. */
export function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = Object.values(bundle).filter((file) => isKept(file.fileName) && !isEditor(file));
        const hash = createHash('sha256');
        for (const file of files) hash.update(file.fileName).update(file.type === 'chunk' ? file.code : file.source);
        const names = files.map(({ fileName }) => fileName.replace(/(^|\/)index\.html$/, '$1')).map((name) => name || './');
        const list = [...names, ...readdirSync('public').filter(isKept)].sort();
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: serviceWorker(`goodput-${hash.digest('hex').slice(0, 12)}`, list) });
      },
    },
  };
}

/** The text editor is larger than all the rest: it is kept when it has been opened once. */
function isEditor(file: Rolldown.OutputChunk | Rolldown.OutputAsset): boolean {
  if (file.type === 'chunk') return file.moduleIds.some((id) => id.includes('/node_modules/monaco-editor/'));
  return /^assets\/(?:TextColumn|(?:ts|json|editor)\.worker|codicon)-/.test(file.fileName);
}

/** Not what is read from outside only: the pages of scenarios, the pictures beside links, the text for programs. */
function isKept(name: string): boolean {
  return !/\.map$|^s\/|^cards$|^card\.png$|^llms\.txt$/.test(name);
}

/** What was fetched once from `assets/` is kept too. A navigation to the page of a scenario is sent on to the scenario, without the network as well. */
function serviceWorker(version: string, list: readonly string[]): string {
  return `const V=${JSON.stringify(version)},L=${JSON.stringify(list)};
addEventListener('install',e=>e.waitUntil(caches.open(V).then(c=>c.addAll(L.map(u=>new Request(u,{cache:u.startsWith('assets/')?'default':'reload'})))).then(()=>skipWaiting())));
addEventListener('activate',e=>e.waitUntil(caches.keys().then(k=>Promise.all(k.filter(x=>x.startsWith('goodput-')&&x!==V).map(x=>caches.delete(x)))).then(()=>clients.claim())));
addEventListener('fetch',e=>{const r=e.request,u=new URL(r.url);if(r.method!=='GET'||u.origin!==location.origin)return;
const p=r.mode==='navigate'?u.pathname.slice(new URL('./',location).pathname.length):null,s=/^s\\/([\\w-]+)\\/?$/.exec(p??'');
e.respondWith(s?Response.redirect('./#'+s[1]):caches.open(V).then(c=>c.match(p===''||p==='index.html'?'./':r,{ignoreSearch:true,ignoreVary:true})).then(m=>m||fetch(r).then(a=>{if(a.ok&&u.pathname.includes('/assets/')){const b=a.clone();caches.open(V).then(c=>c.put(r,b));}return a;})));});
`;
}
