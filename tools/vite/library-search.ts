import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';
import { complete } from '../../src/scenario/complete.ts';
import '../../src/scenario/every-description.ts';
import { searchFileOf } from '../../src/ui/library/searchFile.ts';

const FOLDER = join(import.meta.dirname, '../../scenarios');

/** `import { index, texts, kinds } from './entries.json?search'`: what searching the library needs, made when the page is built. */
export function librarySearch(): Plugin {
  return {
    name: 'library-search',
    enforce: 'pre',
    load: {
      filter: { id: /\.json\?search$/ },
      handler() {
        const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
        const scenarios = new Map(
          files.map((file) => {
            this.addWatchFile(join(FOLDER, file));
            return [basename(file, '.json'), complete(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')))];
          }),
        );
        // text is read faster than code
        const text = JSON.stringify(JSON.stringify(searchFileOf(scenarios)));
        return { code: `export const { index, texts, kinds } = JSON.parse(${text});`, moduleType: 'js' };
      },
    },
  };
}
