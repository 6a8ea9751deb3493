import { Button, Group, TextInput } from '@mantine/core';
import { planOf } from '../../scenario/arm.ts';
import { withChangeMoved, withChanges, withoutChange } from '../../scenario/edit.ts';
import { LIMITS } from '../../scenario/scenario.ts';
import { titleIn } from '../../scenario/setting.ts';
import { actTitle } from '../chart/bands.ts';
import { formatClock, parseClock } from '../quantity.ts';
import { settingWords, within } from '../settingWords.ts';
import { useDocument } from '../store/document.ts';
import type { Flag } from './placed.ts';
import classes from './Timeline.module.css';

/** One change, to read and to edit. */
export function ChangeCard({ flag, onClose }: { flag: Flag; onClose(): void }) {
  const { edit } = useDocument.getState();
  const { change, arm, index } = flag;
  const { components } = planOf(useDocument.getState().scenario, arm);
  const commitTime = (text: string) => {
    const at = parseClock(text);
    if (at !== null) edit((document) => withChangeMoved(document, arm, index, at));
  };
  return (
    <div onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()} role="none">
      <Group gap={8} wrap="nowrap">
        <TextInput
          size="xs"
          w={90}
          label="At"
          key={change.at}
          defaultValue={formatClock(change.at, true)}
          onBlur={(event) => commitTime(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
        <TextInput
          size="xs"
          label="Note"
          style={{ flex: 1 }}
          placeholder="What happens"
          defaultValue={change.note ?? ''}
          maxLength={LIMITS.titleLength}
          onBlur={(event) => {
            const note = event.currentTarget.value.trim();
            if (note !== (change.note ?? ''))
              edit((document) =>
                withChanges(document, arm, (changes) => changes.map((each, i) => (i === index ? { ...each, note } : each))),
              );
          }}
        />
      </Group>
      <dl className={classes.settings}>
        {Object.entries(change.set).map(([path, value]) => {
          const words = settingWords(components, path, value);
          return (
            <div key={path}>
              <dt>
                {words.component}, {within(words.label)}
              </dt>
              <dd>{words.value}</dd>
            </div>
          );
        })}
        {Object.entries(change.do ?? {}).map(([id, act]) => (
          <div key={id}>
            <dt>{titleIn(components, id)}</dt>
            <dd>{actTitle(components, id, act)}</dd>
          </div>
        ))}
        {change.over ? (
          <div>
            <dt>Spread over</dt>
            <dd>{formatClock(change.over, true)}</dd>
          </div>
        ) : null}
      </dl>
      <Group justify="space-between">
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => edit((document) => withoutChange(document, arm, index))}>
          Remove
        </Button>
        <Button size="compact-xs" variant="default" onClick={onClose}>
          Done
        </Button>
      </Group>
    </div>
  );
}
