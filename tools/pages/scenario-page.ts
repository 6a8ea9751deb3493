import { document } from '../../src/scenario/document.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { pagePathOf } from '../../src/ui/address/address.ts';
import { escaped, type Site, staticPage } from './html.ts';
import { upFrom } from './preview.ts';

/** A scenario by its id. */
export interface Named {
  id: string;
  scenario: Scenario;
}

/** For what follows a link without running anything: what the scenario is about. People are taken to it at once. */
export function scenarioPage({ id, scenario }: Named, site: Site): string {
  const { title, summary, topic, story, found } = scenario;
  const path = pagePathOf(id);
  const there = `${upFrom(path)}#${id}`;
  const preview = {
    path,
    title,
    description: summary,
    type: 'article',
    image: `cards/${id}.png`,
    imageText: `A chart of a run of the scenario “${title}”`,
  } as const;
  const main = `<p><small>${escaped(document.fields.topic.options[topic])}</small></p>
<h1>${escaped(title)}</h1>
<p>${escaped(summary)}</p>${found ? `\n<p><small>${escaped(`As reported in “${found.title}”, ${found.url}`)}</small></p>` : ''}
<p><a href="${there}">Open the scenario</a></p>
<h2>Step by step</h2>
<ol>
${story.map((step) => `<li>${escaped(step.title)}</li>`).join('\n')}
</ol>`;
  return staticPage(preview, site, main, `<meta http-equiv="refresh" content="0; url=${there}">\n`);
}
