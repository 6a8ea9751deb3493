import { document } from './document.ts';
import { filled } from './field.ts';
import type { Scenario } from './scenario.ts';

/** What a document leaves out, filled in. For documents that are known to be sound; `readScenario` is for all others. */
export function complete(sound: Readonly<Record<string, unknown>>): Scenario {
  return filled(document, sound) as Scenario;
}
