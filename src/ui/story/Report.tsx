import { Anchor } from '@mantine/core';
import type { Scenario } from '../../scenario/scenario.ts';

/** The report that a scenario rebuilds, by its address as it is; nothing is asked of it before it is followed. */
export function Report({ title, url, className }: NonNullable<Scenario['found']> & { className: string }) {
  return (
    <p className={className}>
      “{title}”,{' '}
      <Anchor href={url} target="_blank" rel="noreferrer" fz="inherit">
        {url.slice('https://'.length)}
      </Anchor>
    </p>
  );
}
