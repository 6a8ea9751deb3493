import { expect, test } from 'vitest';
import { keepUnits } from '../../src/ui/story/keepUnits.ts';
import { isPlain } from '../../src/ui/story/Markdown.tsx';
import { renderInline, renderMarkdown } from '../../src/ui/story/renderMarkdown.ts';
import { curated, curatedIds } from '../curated.ts';

test('a line is set within its line: emphasis, code and exponents, and no blocks, links or images', () => {
  expect(renderInline('With a **right** address, after *two*?')).toBe('With a <strong>right</strong> address, after <em>two</em>?');
  expect(renderInline('`a^2` is not a^2')).toBe('<code>a^2</code> is not a<sup>2</sup>');
  for (const plain of ['1. At once', '- 5', '# 9', '> 10', '    4', '---', '100', '![x](http://x)', '[x](http://x)'])
    expect(renderInline(plain)).toBe(plain.trim().replace('>', '&gt;'));
  expect(renderInline('<b>one</b>\nline & no more')).toBe('&lt;b&gt;one&lt;/b&gt; line &amp; no more');
});

test('exponents are raised, their brackets gone, and what is no exponent is left alone', () => {
  expect(renderMarkdown('In proportion to k^−0.9 (Zipf), 2^32.')).toBe('<p>In proportion to k<sup>−0.9</sup> (Zipf), 2<sup>32</sup>.</p>');
  expect(renderMarkdown('e^(−t/(β δ)), e^(1/β): **7.4**')).toBe('<p>e<sup>−t/(β δ)</sup>, e<sup>1/β</sup>: <strong>7.4</strong></p>');
  expect(renderMarkdown('^ and a ^b and [x](https://e.org/a^2)')).toContain('^ and a ^b and <a href="https://e.org/a%5E2">');
});

test('a figure stands on one line with its unit, in prose only', () => {
  const kept = (text: string) => renderInline(text).replaceAll('\u00a0', '_');
  expect(kept('30 % of 200 req/s within 1.5 s, 20 ms or 2 min; 1,000 B')).toBe('30_% of 200_req/s within 1.5_s, 20_ms or 2_min; 1,000_B');
  expect(kept('4 servers, 2 a second, 10 **%**, `5 s`')).toBe('4 servers, 2 a second, 10 <strong>%</strong>, <code>5 s</code>');
});

test('lines that are taken for plain are: rendering changes nothing but what HTML has to escape', async () => {
  for (const id of curatedIds) {
    const scenario = await curated(id);
    const lines = [
      ...scenario.story.flatMap(({ ask }) => (ask ? [ask.question, ...ask.choices.map(({ text }) => text)] : [])),
      ...scenario.goals.map(({ text }) => text),
    ];
    for (const line of lines) {
      const html = renderInline(line);
      expect(html.replace(/<code>.*?<\/code>/g, '')).not.toMatch(/\*\*|\w\^|`/);
      if (isPlain(line)) expect(html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')).toBe(keepUnits(line));
    }
  }
});
