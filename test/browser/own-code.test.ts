import { describe, expect, it } from 'vitest';
import { ownCodeLessons } from '../lessons/remedies.ts';
import { written } from '../lessons/written.ts';
import { objections } from './axe.ts';
import { address, noChromium, visitor } from './visitor.ts';

const visit = visitor();

/** “3 of 3”. */
const ALL = /\b(\d) of \1\b/;
const LABELS: Readonly<Record<string, string>> = { 'retry-delay': 'Retry delay', eviction: 'Eviction', 'rate-limiter': 'Rate limiter' };

/** One that forks, and one that begins anew; all of them are held to their goals without a page in `test/lessons`. */
const TRIED = ['write-your-own-jitter', 'a-fairer-limiter'];

describe.skipIf(await noChromium())('a lesson in which the reader writes an algorithm', () => {
  it('what the step says can be done, and the code reaches the goals of the reader’s own arm', async () => {
    for (const id of TRIED) {
      const lesson = ownCodeLessons[id];
      const page = await visit({}, { width: 1280, height: 720, url: `${address}#${id}/3` });
      const controls = page.getByRole('region', { name: 'Controls' });
      await controls.getByText('Edits go to Yours').waitFor();
      const goals = page.getByRole('region', { name: 'Goals' });
      const reached = () => goals.innerText().then((text) => /now /.test(text) && ALL.test(text));
      await expect.poll(reached, { message: id }).toBe(false);
      await expect.poll(() => goals.innerText()).toMatch(/now /);

      const headings = controls.getByRole('heading', { level: 3 });
      const before = await headings.count();
      const { seam, from, right } = lesson;
      const section = controls.getByRole('group', { name: LABELS[seam], exact: true });
      if (from === null) {
        await section.getByRole('combobox', { name: LABELS[seam] }).click();
        await page.getByRole('option', { name: /^Write your own/ }).click();
      } else await section.getByRole('button', { name: 'Fork', exact: true }).click();
      const own = from === null ? 'mine' : `my-${from}`;
      await page.locator(`textarea[aria-label^="The source of ${own}"]`).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(written(lesson, Object.values(right)[0], own));
      await expect.poll(reached, { message: id }).toBe(true);
      // no section of the controls has come twice, and no copy of the arm stands beside it
      expect(await headings.count()).toBe(before);
      expect(await page.getByRole('button', { name: /^My / }).count()).toBe(0);
      // what was typed is a step of the page's own history, taken back where it was typed
      await page.keyboard.press('Control+z');
      await expect.poll(reached, { message: id }).toBe(false);
      await page.keyboard.press('Control+y');
      await expect.poll(reached, { message: id }).toBe(true);
      if (from === null) expect(await objections(page)).toEqual([]);
    }
  });
});
