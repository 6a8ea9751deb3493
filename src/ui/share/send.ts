import type { Scenario } from '../../scenario/scenario.ts';
import { say } from '../notices.ts';
import { copy } from './copy.ts';

/** Whether the system has a sheet to give things to other programs. */
export function canSend(): boolean {
  return typeof navigator.share === 'function';
}

/** Hands a link to the system's share sheet; copies it where that does not open. */
export async function send(scenario: Scenario, url: string): Promise<void> {
  try {
    await navigator.share({ title: scenario.title, text: sentenceOf(scenario), url });
  } catch (error) {
    // nobody was chosen to send it to
    if (error instanceof DOMException && error.name === 'AbortError') return;
    if (await copy(url)) say('The share sheet did not open, so the link is copied: paste it where you want to send it.');
  }
}

/** What a scenario is about, in one sentence. */
function sentenceOf({ title, summary }: Scenario): string {
  return /^.+?[.!?](?=\s|$)/s.exec(summary.trim())?.[0] ?? (summary.trim() || `“${title}”, a scenario to run and change in the browser.`);
}
