import { pagePathOf } from '../../src/ui/address/address.ts';
import { GLOSSARY_PATH } from '../../src/ui/glossary/glossary.ts';
import { groupsOf } from '../../src/ui/library/groups.ts';
import type { Named } from './scenario-page.ts';

/** What the site is, in plain text, for programs that read it. @param help of the command line @param address of the site, or '' */
export function llmsText(scenarios: readonly Named[], help: string, address: string): string {
  const listed = groupsOf(scenarios, ({ scenario }) => scenario).map(({ topic, title, entries }) => {
    const heading = topic === null ? `${title}: public bug reports, rebuilt` : title;
    return `### ${heading}\n\n${entries.map((entry) => line(entry, address)).join('\n')}`;
  });
  return `# Goodput

> A playground for backend patterns that runs in the browser: clients that retry, gateways that limit rates, caches before databases, job queues with their workers, and services that fail, as a deterministic discrete event simulation. The same seed gives the same run, event for event, everywhere.

No server and no account; it works offline. A scenario is a JSON file: components, changes in mid-run, arms (variants on the same traffic), charts, a story with questions, and claims that hold for 30 of 30 seeds.

## Scenarios

Each opens as \`${address}#<id>\`.

${listed.join('\n\n')}

## Documentation

- [Glossary](${address}${GLOSSARY_PATH}): the terms of the field, what they mean and which scenario shows them
- \`README.md\` in the sources: a tour, how to teach with it, how to write a scenario and how to add an algorithm
- \`CONTRIBUTING.md\` in the sources: how the code is laid out and what its rules are
- \`npm run -s goodput -- reference\`: every component, algorithm, parameter and meter, with sources, as markdown
- \`npm run -s goodput -- schema\`: the JSON Schema of a scenario
- \`scenarios/*.json\` in the sources: the scenarios above, as examples

## Command line

\`npm ci\` in the sources, then \`npm run -s goodput -- <command>\`, where the text below says \`goodput <command>\`.

\`\`\`
${help.trim()}
\`\`\`
`;
}

function line({ id, scenario }: Named, address: string): string {
  const task = scenario.challenge ? ` As a challenge: \`${address}#${id}/challenge\`.` : '';
  const report = scenario.found ? ` As reported in ${scenario.found.url}.` : '';
  return `- [${scenario.title}](${address}${pagePathOf(id)}): ${scenario.summary}${task}${report}`;
}
