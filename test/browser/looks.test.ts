import { describe, expect, it } from 'vitest';
import { judgeTexts } from '../../tools/looks/page/judgeTexts.ts';
import { linesOf } from '../../tools/looks/page/linesOf.ts';
import { readPage } from '../../tools/looks/page/texts.ts';
import { tour } from '../../tools/looks/page/tour.ts';
import { curated, curatedIds } from '../curated.ts';
import { address, noChromium, visitor } from './visitor.ts';

/** One in so many scenarios is gone through here; all of them by `npm run looks -- page`. */
const SHARE = 10;

/** Each line of it is wrong in one way, as its text says; the last ones are right. */
const FAULTY = `<!doctype html><body style="margin: 0; font: 13px/20px sans-serif">
<section aria-label="Wrong" style="position: relative; height: 300px">
  <p style="position: absolute; margin: 0; top: 0; left: 10px">first over</p>
  <p style="position: absolute; margin: 0; top: 3px; left: 30px">second over</p>
  <p style="position: absolute; margin: 0; top: 40px; left: 10px; width: 60px; overflow: hidden; white-space: nowrap">cut off with no cue</p>
  <p style="position: absolute; margin: 0; top: 60px; left: 1240px; white-space: nowrap">beyond the window</p>
  <p style="position: absolute; margin: 0; top: 80px; left: 10px; font-size: 10px">tiny</p>
  <p style="position: absolute; margin: 0; top: 100px; left: 10px">**bold**</p>
  <p style="position: absolute; margin: 0; top: 120px; left: 10px">it is NaN req/s</p>
  <p style="position: absolute; margin: 0; top: 140px; left: 10px">set db.servers</p>
  <p style="position: absolute; margin: 0; top: 160px; left: 10px">has maxAttempts</p>
  <p style="position: absolute; margin: 0; top: 180px; left: 10px">behind</p>
  <div style="position: absolute; top: 178px; left: 0; width: 90px; height: 24px; background: #fff"></div>
</section>
<section aria-label="Right" style="position: relative; height: 100px">
  <p style="margin: 0; width: 60px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap" title="cut off, and says it">cut off, and says it</p>
  <div style="width: 100px; height: 30px; overflow: auto"><p style="margin: 0; width: 300px">is scrolled to the rest of it</p></div>
  <p style="margin: 0; opacity: 0; font-size: 5px">nobody sees this</p>
  <p style="margin: 0; font-size: 5px; position: absolute; clip-path: inset(50%)">nor this</p>
  <p style="margin: 0">the db is the db, at 1.5 req/s</p>
</section></body>`;

describe.skipIf(await noChromium())('what machines can see of the page', () => {
  const visit = visitor();

  it('is seen: each kind of fault where it is, and nothing else', async () => {
    const page = await visit(null, { url: address });
    await page.setContent(FAULTY);
    const found = judgeTexts(await page.evaluate(readPage), { ids: ['db'], names: new Set(['maxAttempts']) });
    expect(found.map(({ what, where }) => `${what}: ${where}`)).toEqual([
      'overlap: Wrong › p “first over” and Wrong › p “second over”',
      'cut without a cue: Wrong › p “cut off with no cue”',
      'cut without a cue: Wrong › p “beyond the window”',
      'covered: Wrong › p “behind”',
      'too small: Wrong › p “tiny”',
      'code in a text: Wrong › p “**bold**”',
      'code in a text: Wrong › p “it is NaN req/s”',
      'code in a text: Wrong › p “set db.servers”',
      'code in a text: Wrong › p “has maxAttempts”',
    ]);
  });

  it.each(curatedIds.filter((_, i) => i % SHARE === 3))('has no fault in %s', async (id) => {
    const page = await visit(null, { url: address });
    expect(linesOf(await tour(page, id, await curated(id), { address, thorough: false, elsewhere: false, steps: 1 }))).toEqual([]);
  });
});
