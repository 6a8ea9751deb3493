import { Anchor, UnstyledButton } from '@mantine/core';
import { prose } from '../../scenario/prose.ts';
import { openText } from '../store/session.ts';
import { Markdown } from '../story/Markdown.tsx';
import classes from './Inspector.module.css';

/** What an algorithm does, what it promises, and where it comes from; loaded when somebody reads it. */
export default function PolicyText({ seam, policy }: { seam: string; policy: string }) {
  const name = `${seam}/${policy}`;
  return (
    <div className={classes.note}>
      <Markdown text={prose.about[name] ?? ''} />
      <ul className={classes.sources}>
        {(prose.sources[name] ?? []).map(({ title, url }) => (
          <li key={url}>
            <Anchor href={url} target="_blank" rel="noreferrer" fz="inherit">
              {title}
            </Anchor>
          </li>
        ))}
      </ul>
      <UnstyledButton className={classes.read} onClick={() => openText({ kind: 'source', seam, policy })}>
        Read the source
      </UnstyledButton>
    </div>
  );
}
