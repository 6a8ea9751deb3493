import { Anchor } from '@mantine/core';
import { Fragment } from 'react';
import type { Scenario } from '../../scenario/scenario.ts';

/** The report that a scenario rebuilds, by its address as it is, which may break after a slash; nothing is asked of it before it is followed. */
export function Report({ title, url, className }: NonNullable<Scenario['found']> & { className: string }) {
  const parts = url.slice('https://'.length).split(/(?<=\/)/);
  return (
    <p className={className}>
      Reported as “{title}”,{' '}
      <Anchor href={url} target="_blank" rel="noreferrer" fz="inherit">
        {parts.map((part, i) => (
          <Fragment key={parts.slice(0, i + 1).join('')}>
            {part}
            <wbr />
          </Fragment>
        ))}
      </Anchor>
    </p>
  );
}
