import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';
import { HELP } from '../../src/host/help.ts';
import { complete } from '../../src/scenario/complete.ts';
import { QUESTION, SENTENCES } from '../../src/ui/landing/landing.ts';
import { previewTags, siteAddress } from '../pages/preview.ts';
import { staticFiles } from '../pages/static-files.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The files as they are now: while developing, too. @param address of the site, or '' */
function files(address: string): ReadonlyMap<string, string> {
  const scenarios = readdirSync(join(ROOT, 'scenarios'))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [basename(file, '.json'), complete(JSON.parse(readFileSync(join(ROOT, 'scenarios', file), 'utf8')))] as const);
  return staticFiles(new Map(scenarios), HELP, { address, pageStyle: readFileSync(join(ROOT, 'src/ui/app.css'), 'utf8') });
}

/**
 * What is shown with links: a page for each scenario, the same of the landing; and what is read without the playground,
 * a glossary and a text for programs. `GOODPUT_ADDRESS` says where the site will stand.
 */
export function staticPages(): Plugin {
  const address = siteAddress(process.env.GOODPUT_ADDRESS);
  return {
    name: 'static-pages',
    transformIndexHtml(html) {
      const description = /<meta name="description" content="([^"]+)"/.exec(html)?.[1];
      if (!description) throw new Error('index.html has no description');
      const preview = {
        path: '',
        title: 'Goodput',
        description,
        type: 'website',
        image: 'card.png',
        imageText: `${SENTENCES.join(' ')} ${QUESTION}`,
      } as const;
      return previewTags(preview, address).map(({ tag, attrs }) => ({ tag, attrs: { ...attrs }, injectTo: 'head' as const }));
    },
    generateBundle() {
      for (const [fileName, source] of files(address)) this.emitFile({ type: 'asset', fileName, source });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.replace(/^\/|[?#].*$/g, '') ?? '';
        const file = path.endsWith('/') ? `${path}index.html` : path;
        const found = /^(?:s|glossary)\/|^llms\.txt$/.test(path) ? files(address).get(file) : undefined;
        if (found === undefined) return next();
        response.setHeader('Content-Type', `text/${file.endsWith('.html') ? 'html' : 'plain'}; charset=utf-8`);
        response.end(found);
      });
    },
  };
}
