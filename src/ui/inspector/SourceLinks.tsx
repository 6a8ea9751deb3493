import { Anchor } from '@mantine/core';
import { prose } from '../../scenario/prose.ts';

/** Where an algorithm comes from. */
export default function SourceLinks({ seam, policy }: { seam: string; policy: string }) {
  return (prose.sources[`${seam}/${policy}`] ?? []).map(({ title, url }, i) => (
    <Anchor key={url} href={url} target="_blank" rel="noreferrer" title={title} fz="inherit">
      {i === 0 ? 'Source' : `${i + 1}`}{' '}
    </Anchor>
  ));
}
