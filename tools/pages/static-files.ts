import type { Scenario } from '../../src/scenario/scenario.ts';
import { pagePathOf } from '../../src/ui/address/address.ts';
import { GLOSSARY_PATH, glossary } from '../../src/ui/glossary/glossary.ts';
import { glossaryPage } from './glossary.ts';
import type { Site } from './html.ts';
import { llmsText } from './llms.ts';
import { type Named, scenarioPage } from './scenario-page.ts';

/** The files of the site that no script makes up in the browser, by path from its root. @param help of the command line */
export function staticFiles(scenarios: ReadonlyMap<string, Scenario>, help: string, site: Site): ReadonlyMap<string, string> {
  const named: readonly Named[] = [...scenarios].map(([id, scenario]) => ({ id, scenario }));
  return new Map([
    ...named.map((each) => [`${pagePathOf(each.id)}index.html`, scenarioPage(each, site)] as const),
    [`${GLOSSARY_PATH}index.html`, glossaryPage(glossary, named, site)],
    ['llms.txt', llmsText(named, help, site.address)],
  ]);
}
