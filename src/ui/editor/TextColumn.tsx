import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { policyOf } from '../../scenario/descriptions.ts';
import { useDocument } from '../store/document.ts';
import { closeText, openText, useSession } from '../store/session.ts';
import classes from './Editor.module.css';
import { PolicyEditor } from './PolicyEditor.tsx';
import { ScenarioEditor } from './ScenarioEditor.tsx';
import { SourceEditor } from './SourceEditor.tsx';
import { Task } from './Task.tsx';

/** The story's column as text: the scenario, or what an algorithm is made of. */
export default function TextColumn() {
  const text = useSession((state) => state.text);
  const visit = useDocument((state) => state.visit);
  const policies = useDocument((state) => state.scenario.policies);
  const source = text?.kind === 'source' ? text : null;
  const own = text?.kind === 'policy' && Object.hasOwn(policies, text.id) ? text.id : null;
  const open = source ? 'source' : (own ?? '');
  const tabs = [
    { value: '', label: 'Scenario' },
    ...Object.entries(policies).map(([id, { title }]) => ({ value: id, label: title ?? id })),
    ...(source ? [{ value: 'source', label: policyOf(source.seam, source.policy)?.title ?? source.policy }] : []),
  ];
  return (
    // keys belong to the text
    <div className={classes.column} data-own-keys>
      <div className={classes.head}>
        <h2 className={tabs.length > 1 ? 'visually-hidden' : classes.title}>{tabs.find(({ value }) => value === open)?.label}</h2>
        {tabs.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Text"
            className={classes.tabs}
            value={open}
            onChange={(next) =>
              openText(next === '' ? { kind: 'scenario' } : next === 'source' && source ? source : { kind: 'policy', id: next })
            }
            data={tabs}
          />
        )}
        <ActionIcon variant="subtle" color="gray" size={26} aria-label="Close the text" onClick={closeText}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      {own && !source && <Task />}
      {source ? (
        <SourceEditor key={`${source.seam}/${source.policy}`} {...source} />
      ) : own ? (
        <PolicyEditor key={`${visit} ${own}`} id={own} />
      ) : (
        <ScenarioEditor key={visit} />
      )}
    </div>
  );
}
