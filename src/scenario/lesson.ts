import { armsOf, BASE, type Scenario } from './scenario.ts';

/** Whether a scenario teaches. One that rebuilds a report shows what was seen there: it asks nothing and sets no goals. */
export const isLesson = ({ found }: Pick<Scenario, 'found'>): boolean => found === undefined;

/** Where a scenario came from: its id in the library, and the hash of its lesson as it was then. */
export interface Origin {
  id: string;
  lesson: string;
}

/** Names what a lesson says: 8 hexadecimal digits over story, goals, claims, what is to keep and the challenge (FNV-1a over UTF-16 units). */
export function lessonHash({ story, goals, claims, keep, challenge }: Scenario): string {
  const text = JSON.stringify([story, goals, claims, keep, challenge]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The arm that somebody works on who takes a scenario as a challenge: the others are the lesson’s, and tell what helps. */
export function challengeArm(scenario: Scenario): string {
  return readersArm(scenario) ?? BASE;
}

/** The arm that a lesson has set aside for its reader: the one that its goals judge; null where they judge the base or several. */
export function readersArm(scenario: Scenario): string | null {
  const judged = new Set(scenario.goals.map(({ arm = BASE }) => arm));
  const [arm] = judged;
  return judged.size === 1 && arm !== BASE && armsOf(scenario).some(({ id }) => id === arm) ? arm : null;
}
