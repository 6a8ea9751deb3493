import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HELP } from '../../src/host/help.ts';
import { previewTags, siteAddress } from '../../tools/pages/preview.ts';
import { scenarioPage } from '../../tools/pages/scenario-page.ts';
import { staticFiles } from '../../tools/pages/static-files.ts';
import { curated, curatedIds } from '../curated.ts';

const ROOT = join(import.meta.dirname, '../..');
const pageStyle = readFileSync(join(ROOT, 'src/ui/app.css'), 'utf8');
const scenarios = new Map(await Promise.all(curatedIds.map(async (id) => [id, await curated(id)] as const)));
const files = staticFiles(scenarios, HELP, { address: '', pageStyle });
const pages = [...files].filter(([path]) => path.endsWith('.html'));

/** Elements that have no content, and so no end. */
const VOID = ['meta', 'link', 'img', 'br'];

interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

/** The elements of a page in order; an error where its markup is not what a reader would take it for. */
function elementsOf(html: string): readonly Element[] {
  const elements: Element[] = [];
  const open: string[] = [];
  const rest = html
    .replace(/^<!doctype html>/, '')
    .replace(/<style>[^<]*<\/style>/g, '')
    .replace(/<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?::[a-z]+)?="[^"<>]*")*)>/g, (_, end, name, attributes) => {
      if (end) expect(open.pop()).toBe(name);
      else if (!VOID.includes(name)) open.push(name);
      if (!end) {
        const pairs = [...attributes.matchAll(/ ([a-z-]+(?::[a-z]+)?)="([^"]*)"/g)].map(([, key, value]) => [key, unescaped(value)]);
        expect(new Set(pairs.map(([key]) => key)).size).toBe(pairs.length);
        elements.push({ name, attributes: Object.fromEntries(pairs) });
      }
      return '';
    });
  expect(open).toEqual([]);
  // nothing is left that looks like markup, and no ampersand that begins nothing
  expect(rest.match(/[<>]|&(?!#\d+;)/g)).toBeNull();
  return elements;
}

function unescaped(text: string): string {
  expect(text.match(/&(?!#\d+;)/g)).toBeNull();
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

const metaOf = (elements: readonly Element[], name: string) =>
  elements.find(({ attributes }) => (attributes.property ?? attributes.name ?? attributes['http-equiv']) === name)?.attributes.content;

describe('the pages behind links', () => {
  it('are one for each scenario, the glossary, and a text for programs', () => {
    expect([...files.keys()].sort()).toEqual([...curatedIds.map((id) => `s/${id}/index.html`), 'glossary/index.html', 'llms.txt'].sort());
  });

  it('are sound, and lead only to what is there, under any path', () => {
    const there = new Set([
      '',
      ...readdirSync(join(ROOT, 'public'), { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/')),
    ]);
    for (const path of files.keys()) there.add(path.replace(/(?<=^|\/)index\.html$/, ''));
    for (const [path, html] of pages) {
      const elements = elementsOf(html);
      const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
      expect(new Set(ids).size, path).toBe(ids.length);
      const links = elements.flatMap(({ attributes }) => attributes.href ?? []);
      const refresh = metaOf(elements, 'refresh')?.replace('0; url=', '');
      for (const link of [...links, metaOf(elements, 'og:image')!, ...(refresh ? [refresh] : [])]) {
        const [file, fragment] = link.split('#');
        expect(file, path).not.toMatch(/^\/|^\w+:/);
        const target = file === '' ? `${posix.dirname(path)}/` : posix.join(posix.dirname(path), file).replace(/^\.\/?/, '');
        expect([...there], `${path} leads to ${link}`).toContain(target);
        if (fragment !== undefined) expect(file === '' ? ids : curatedIds, `${path} leads to ${link}`).toContain(fragment);
      }
    }
  });

  it('take people to the scenario, and tell others what it is about', async () => {
    for (const [id, { title, summary, story }] of scenarios) {
      const html = files.get(`s/${id}/index.html`)!;
      const elements = elementsOf(html);
      expect(metaOf(elements, 'refresh')).toBe(`0; url=../../#${id}`);
      expect(metaOf(elements, 'og:title')).toBe(title);
      expect(metaOf(elements, 'og:description')).toBe(summary);
      expect(metaOf(elements, 'description')).toBe(summary);
      expect(metaOf(elements, 'og:image')).toBe(`../../cards/${id}.png`);
      expect(metaOf(elements, 'twitter:card')).toBe('summary_large_image');
      expect(elements.filter(({ name }) => name === 'li')).toHaveLength(story.length);
      expect(summary.length, id).toBeGreaterThan(0);
    }
  });

  it('say texts as they are, whatever is in them', async () => {
    const storm = scenarios.get('retry-storm')!;
    const title = '<script>alert("1 & 2")</script>';
    const html = scenarioPage(
      { id: 'retry-storm', scenario: { ...storm, title, summary: title, story: [{ ...storm.story[0], title }] } },
      { address: '', pageStyle },
    );
    const elements = elementsOf(html);
    expect(elements.some(({ name }) => name === 'script')).toBe(false);
    expect(metaOf(elements, 'og:title')).toBe(title);
    expect(html).toContain('<h1>&#60;script&#62;alert(&#34;1 &#38; 2&#34;)&#60;/script&#62;</h1>');
  });

  it('have whole addresses where the site’s is known', () => {
    const address = siteAddress('https://example.org/goodput');
    expect(address).toBe('https://example.org/goodput/');
    const elements = elementsOf(staticFiles(scenarios, HELP, { address, pageStyle }).get('s/retry-storm/index.html')!);
    expect(metaOf(elements, 'og:image')).toBe('https://example.org/goodput/cards/retry-storm.png');
    expect(metaOf(elements, 'og:url')).toBe('https://example.org/goodput/s/retry-storm/');
    expect(elements.find(({ attributes }) => attributes.rel === 'canonical')?.attributes.href).toBe(
      'https://example.org/goodput/s/retry-storm/',
    );
    // people go on to where they are
    expect(metaOf(elements, 'refresh')).toBe('0; url=../../#retry-storm');
    expect(siteAddress(undefined)).toBe('');
    for (const wrong of ['example.org', 'javascript:alert(1)', '/goodput/'])
      expect(() => siteAddress(wrong), wrong).toThrow('GOODPUT_ADDRESS');
  });

  it('of the landing are shown alike', () => {
    const preview = {
      path: '',
      title: 'Goodput',
      description: 'A playground.',
      type: 'website',
      image: 'card.png',
      imageText: 'A run',
    } as const;
    const contents = (address: string) => previewTags(preview, address).map(({ attrs }) => attrs.content ?? attrs.href);
    expect(contents('')).toEqual(['Goodput', 'website', 'Goodput', 'A playground.', './card.png', 'A run', 'summary_large_image']);
    expect(contents('https://example.org/')).toEqual(expect.arrayContaining(['https://example.org/', 'https://example.org/card.png']));
  });

  it('for programs name every scenario, and how the command line is used', () => {
    const text = files.get('llms.txt')!;
    for (const [id, { title, summary }] of scenarios) expect(text).toContain(`- [${title}](s/${id}/): ${summary}`);
    expect(text).toContain(HELP.trim());
    expect(text.length).toBeLessThan(20_000);
  });
});
