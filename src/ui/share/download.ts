import type { Scenario } from '../../scenario/scenario.ts';
import { textOf } from '../../scenario/write.ts';

/** Saves a scenario as a file that is called as it is. */
export function download(scenario: Scenario): void {
  const url = URL.createObjectURL(new Blob([textOf(scenario)], { type: 'application/json' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = `${fileNameOf(scenario.title)}.json`;
  anchor.click();
  URL.revokeObjectURL(url);
}

function fileNameOf(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return name || 'scenario';
}
