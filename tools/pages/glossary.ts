import { everyDescription } from '../../src/scenario/every-description.ts';
import { GLOSSARY_PATH, slugOf, type Term } from '../../src/ui/glossary/glossary.ts';
import { escaped, type Site, staticPage } from './html.ts';
import type { Named } from './scenario-page.ts';

const DESCRIPTION =
  'The terms of retries, rate limits, caches and job queues: what each means, why it matters, and the scenario that shows it.';

/** All terms on one page, by their first letters. */
export function glossaryPage(terms: readonly Term[], scenarios: readonly Named[], site: Site): string {
  const letters = new Map<string, string>();
  for (const { term } of terms) if (!letters.has(letterOf(term))) letters.set(letterOf(term), slugOf(term));
  const preview = {
    path: GLOSSARY_PATH,
    title: 'Glossary',
    description: DESCRIPTION,
    type: 'website',
    image: 'card.png',
    imageText: 'A run of the retry storm in Goodput',
  } as const;
  const main = `<h1>Glossary</h1>
<p>${escaped(DESCRIPTION)}</p>
<ul class="letters">
${[...letters].map(([letter, slug]) => `<li><a href="#${slug}">${letter}</a></li>`).join('\n')}
</ul>
${terms.map((term) => termHtml(term, scenarios)).join('\n')}`;
  return staticPage(preview, site, main);
}

function letterOf(term: string): string {
  return term.charAt(0).toUpperCase();
}

function termHtml({ term, also = [], means, matters, lesson, policies = [] }: Term, scenarios: readonly Named[]): string {
  const names = also.length > 0 ? ` <small>${escaped(also.join(', '))}</small>` : '';
  const shown = scenarios.find(({ id }) => id === lesson);
  const further = [
    ...(shown ? [`See it: <a href="../#${shown.id}">${escaped(shown.scenario.title)}</a>`] : []),
    ...(policies.length > 0 ? [escaped(policyTitles(policies))] : []),
  ];
  return `<section id="${slugOf(term)}">
<h2>${escaped(term)}${names}</h2>
<p>${escaped(means)}</p>
<p>${escaped(matters)}</p>
${further.length > 0 ? `<p><small>${further.join(' · ')}</small></p>\n` : ''}</section>`;
}

/** `Retry delay: Full jitter, Equal jitter; Load shedding: Bounded queue` */
export function policyTitles(ids: readonly string[]): string {
  const bySeam = new Map<string, string[]>();
  for (const id of ids) {
    const [seam, kind] = id.split('/');
    const description = everyDescription.seams[seam];
    const policy = description?.policies.find((each) => each.id === kind);
    if (!policy) throw new Error(`there is no algorithm ${id}`);
    bySeam.set(description.title, [...(bySeam.get(description.title) ?? []), policy.title]);
  }
  return [...bySeam].map(([seam, titles]) => `${seam}: ${titles.join(', ')}`).join('; ');
}
