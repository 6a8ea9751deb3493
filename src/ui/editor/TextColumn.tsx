import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { policyOf } from '../../scenario/descriptions.ts';
import { useDocument } from '../store/document.ts';
import { closeText, openText, useSession } from '../store/session.ts';
import classes from './Editor.module.css';
import { ScenarioEditor } from './ScenarioEditor.tsx';
import { SourceEditor } from './SourceEditor.tsx';

/** The story's column as text: the scenario, or what an algorithm is made of. */
export default function TextColumn() {
  const text = useSession((state) => state.text);
  const visit = useDocument((state) => state.visit);
  const source = text?.kind === 'source' ? text : null;
  return (
    // keys belong to the text
    <div className={classes.column} data-own-keys>
      <div className={classes.head}>
        <h2 className={classes.title}>{source ? (policyOf(source.seam, source.policy)?.title ?? source.policy) : 'Scenario'}</h2>
        {source && (
          <SegmentedControl
            size="xs"
            value="source"
            onChange={() => openText({ kind: 'scenario' })}
            data={[
              { value: 'source', label: 'Source' },
              { value: 'scenario', label: 'Scenario' },
            ]}
          />
        )}
        <ActionIcon variant="subtle" color="gray" size={26} aria-label="Close the text" onClick={closeText}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      {source ? <SourceEditor key={`${source.seam}/${source.policy}`} {...source} /> : <ScenarioEditor key={visit} />}
    </div>
  );
}
