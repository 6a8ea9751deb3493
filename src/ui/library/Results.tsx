import { Button } from '@mantine/core';
import { useState } from 'react';
import { EntryButton } from './EntryButton.tsx';
import classes from './Library.module.css';
import type { Told } from './useAnswer.ts';

/** Shown at first: nearly everything can be set in nearly every scenario. */
const FIRST = 12;
/** What one may look for who does not know what there is. */
const EXAMPLES = ['stampede', 'exponential backoff', 'token bucket', 'dead letter', 'Sidekiq'];

interface ResultsProps {
  wanted: string;
  answer: Told;
  open(id: string, challenge?: boolean): void;
  /** Looks for something else. */
  look(wanted: string): void;
}

/** What is found for some words, the best first, and why. */
export function Results({ wanted, answer: { found, all, unknown, why }, open, look }: ResultsProps) {
  const [whole, setWhole] = useState('');
  const shown = whole === wanted ? found : found.slice(0, FIRST);
  return (
    <section aria-label="Found">
      <p className={classes.says} role="status">
        {saidOf(wanted, found.length, all, unknown)}
      </p>
      {found.length === 0 && (
        <div className={classes.examples}>
          Try{' '}
          {EXAMPLES.map((example) => (
            <Button key={example} variant="default" size="compact-xs" onClick={() => look(example)}>
              {example}
            </Button>
          ))}
        </div>
      )}
      {shown.map((one) => (
        <EntryButton key={one.entry.id} entry={one.entry} why={why(one)} open={open} />
      ))}
      {shown.length < found.length && (
        <Button variant="default" mt={8} onClick={() => setWhole(wanted)}>
          Show all {found.length}
        </Button>
      )}
    </section>
  );
}

function saidOf(wanted: string, count: number, all: boolean, unknown: readonly string[]): string {
  if (count === 0) return `No scenario has anything about “${wanted.trim()}”.`;
  const scenarios = count === 1 ? '1 scenario' : `${count} scenarios`;
  if (all) return scenarios;
  if (unknown.length === 0) return `No scenario has all of these words; ${count === 1 ? '1 has' : `${count} have`} some of them`;
  return `Nothing has ${unknown.map((word) => `“${word}”`).join(' or ')}; ${scenarios} without ${unknown.length === 1 ? 'it' : 'them'}`;
}
