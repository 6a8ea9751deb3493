import { describe, expect, it } from 'vitest';
import { objectionsIn } from './axe.ts';
import { address, noChromium, visitor } from './visitor.ts';

describe.skipIf(await noChromium())('the landing', () => {
  const visit = visitor();
  const words = (text: string) => text.split(/\s+/).filter((word) => /[a-z]/i.test(word)).length;
  const numbers = (text: string) => text.match(/\d+(?::\d+)?/g)?.length ?? 0;

  it('is one sentence, one chart and one question, within its budget, and tells after a guess', async () => {
    const page = await visit(null, { url: address });
    const guess = page.getByRole('button', { name: 'Not within 40 s' });
    await guess.waitFor();
    /** Where the axes' labels and the boxes stand: nothing of that moves, whatever comes. */
    const frame = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('h1, [role="img"], figcaption, figure svg, figure svg text')]
          .filter((each) => !/[a-z]/.test(each.tagName === 'text' ? each.textContent! : ''))
          .map((each) => {
            const { x, y, height } = each.getBoundingClientRect();
            return `${each.tagName} ${each.tagName === 'text' ? each.textContent : ''} ${x} ${y} ${height}`;
          }),
      );
    const seen = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.visually-hidden')].reduce(
          (text, each) => text.replace((each as HTMLElement).innerText, ''),
          document.body.innerText,
        ),
      );
    const within = async () => {
      const text = await seen();
      expect(words(text), text).toBeLessThanOrEqual(60);
      expect(numbers(text), text).toBeLessThanOrEqual(12);
      expect(await page.locator('button, input, a, [role="slider"]').count()).toBeLessThanOrEqual(10);
      expect(await page.locator('figure').count()).toBe(1);
      expect(await page.evaluate(() => document.querySelector('main')!.parentElement!.scrollHeight <= window.innerHeight)).toBe(true);
    };
    await within();
    const asked = await frame();
    // what is asked is not to be seen yet
    expect(await page.locator('clipPath rect').first().getAttribute('width')).not.toBe('0');
    await guess.click();
    await page.getByRole('heading', { name: 'and soon serves nobody' }).waitFor();
    await within();
    expect(await frame()).toEqual(asked);
    const customers = page.getByRole('slider', { name: 'Customers a second' });
    await customers.press('Home');
    await page.getByRole('heading', { name: 'the shop survives' }).waitFor();
    await within();
    await customers.press('End');
    await page.getByRole('heading', { name: 'and soon serves nobody' }).waitFor();
    await page.getByRole('button', { name: 'Bad luck?' }).click();
    await page.getByText('Lost in 30 of 30').waitFor();
    await within();
    expect(await frame()).toEqual(asked);
    // one low bin is no loss: what counts is the end as a whole
    await customers.press('Home');
    await page.getByText('Lost in 0 of 30').waitFor();
    await page.getByRole('button', { name: 'What would have helped?' }).click();
    await page.getByText('Step 2 of').waitFor();
    // the lesson is as it was written
    await expect.poll(() => page.getByRole('textbox', { name: 'Arrival rate' }).inputValue()).toContain('120');
  });

  it('has nothing that axe objects to', async () => {
    const page = await visit(null, { url: address });
    const asks = page.getByRole('button', { name: 'Not within 40 s' });
    await asks.waitFor();
    // each kind of dot on the wire is told by the same colour beside the chart
    expect(await page.locator('figcaption').innerText()).toMatch(/first try\s*retry\s*served\s*failed/);
    expect(await objectionsIn(page)).toEqual([]);
  });
});
