import { expect, test } from 'vitest';

import { withoutSources } from '../../src/scenario/measured.ts';
import { keepUnits } from '../../src/ui/story/keepUnits.ts';
import { isPlain, pointable } from '../../src/ui/story/Markdown.tsx';
import { renderExplained, renderInline, renderMarkdown } from '../../src/ui/story/renderMarkdown.ts';

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

const SOURCE = 'shoppers.attempts@base sum 20s..28s';
const number = (text: string, source = SOURCE) => `<span data-source="${source}">${text}</span>`;

test('a number that says where it is from is its text alone, in an element that carries the source', () => {
  expect(renderInline(`Some [12,700](${SOURCE}) attempts`)).toBe(`Some ${number('12,700')} attempts`);
  expect(renderMarkdown(`**[12,700](${SOURCE})**, [*some* 3 %](a.b)`)).toBe(
    `<p><strong>${number('12,700')}</strong>, ${number('<em>some</em> 3\u00a0%', 'a.b')}</p>`,
  );
  expect(renderInline('[4](seeds 1..60 a.b 60s.. < 10)')).toBe(number('4', 'seeds 1..60 a.b 60s.. &#60; 10'));
  // at the beginning of a line it begins no list
  expect(renderMarkdown(`[1](${SOURCE}). And\n- [2](a.b)`)).toContain(`<p>${number('1')}. And</p>`);
  // what nobody measures is a number like others
  expect(renderInline('[5 s](given) later')).toBe('5\u00a0s later');
  expect(withoutSources(`Some [12,700](${SOURCE}) of [5](given)`)).toBe('Some 12,700 of 5');
});

test('what stands behind brackets and is no source is left to markdown', () => {
  expect(renderInline('an array [i](first of all)')).toBe('an array [i](first of all)');
  expect(renderMarkdown('[a page](pages/a.html) and [x](https://e.org/a)')).toBe(
    '<p><a href="pages/a.html">a page</a> and <a href="https://e.org/a">x</a></p>',
  );
});

test('in code a source stands as it is written, and no text gets a number that is not its own', () => {
  expect(renderInline(`\`[9](${SOURCE})\``)).toBe(`<code>[9](${SOURCE})</code>`);
  expect(renderMarkdown('```js\n[9](a.b)\n```\n')).toBe('<pre><code class="language-js">[9](a.b)\n</code></pre>\n');
  // letters that stand for numbers while they are rendered
  const hostile = '\ue0000\ue001 \ue0005\ue001 <span data-source="a.b">7</span> \ue000x [9](a.b) \ue001';
  expect(renderInline(hostile)).toBe(
    `\ufffd0\ufffd \ufffd5\ufffd &lt;span data-source=&quot;a.b&quot;&gt;7&lt;/span&gt; \ufffdx ${number('9', 'a.b')} \ufffd`,
  );
  expect(renderInline('[<img onerror="x">](a.b@" onclick=x)')).not.toContain('<img');
  expect(renderInline('["><b>9</b>](a.b)')).toBe(number('&quot;&gt;&lt;b&gt;9&lt;/b&gt;', 'a.b'));
  expect(pointable(renderInline(hostile)).match(/role="button"/g)).toHaveLength(1);
});

const term = (words: string, slug = words) => `<span role="button" tabindex="0" data-term="${slug}">${words}</span>`;

test('the first mention of a term is explained, three of them in a step, and none in code, in a link or in a number', () => {
  expect(renderExplained('Goodput falls, and **goodput** stays low.')).toBe(
    `<p>${term('Goodput', 'goodput')} falls, and <strong>goodput</strong> stays low.</p>`,
  );
  expect(renderExplained('`goodput`, [goodput](https://e.org), [3 leases](a.b): leases, *jitter* & p99, backlog')).toBe(
    `<p><code>goodput</code>, <a href="https://e.org">goodput</a>, ${number('3 leases', 'a.b')}: ${term('leases', 'lease')}, <em>${term('jitter')}</em> &amp; ${term('p99')}, backlog</p>`,
  );
  // what the step has said is known in its fold, and counts
  expect(renderExplained('The lease, its jitter and the backlog of shards.', 'A lease and its goodput')).toBe(
    `<p>The lease, its ${term('jitter')} and the backlog of shards.</p>`,
  );
  expect(renderMarkdown('goodput')).toBe('<p>goodput</p>');
});

test('a line with a source is no plain line', () => {
  expect([isPlain('Some 12,700 attempts'), isPlain(`Some [12,700](${SOURCE}) attempts`)]).toEqual([true, false]);
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
