import { Select, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Fragment, lazy, memo, Suspense, useState } from 'react';
import { chosenPolicy } from '../../scenario/chosen-policy.ts';
import { policiesOf, policyOf } from '../../scenario/descriptions.ts';
import { ownPolicyOf } from '../../scenario/own-policies.ts';
import { effective } from '../../scenario/setting.ts';
import type { ParamRecord, PolicyParam } from '../../sim/param/param.ts';
import { ExplainedName } from '../param/ExplainedName.tsx';
import { type Editing, ParamControl } from '../param/ParamControl.tsx';
import { useDocument } from '../store/document.ts';
import { openText } from '../store/session.ts';
import { IdleNote } from './IdleNote.tsx';
import classes from './Inspector.module.css';
import type { SectionContent } from './Inspector.tsx';

const PolicyText = lazy(() => import('./PolicyText.tsx'));

interface SectionProps {
  /** Path of the component or policy that the records belong to. */
  path: string;
  content: SectionContent;
  records: ParamRecord;
  values: Readonly<Record<string, unknown>>;
  editing: Editing;
  /** Whether arms say different things about it. */
  differs: boolean;
}

/** The names of what a section shows. */
export function namesIn({ policy, params }: SectionContent): readonly string[] {
  return policy ? [policy, ...params] : params;
}

/** Drawn anew only when something in it says something else: a drag edits one of many sections, many times a second. */
export const Section = memo(SectionControls, (before, after) => {
  const told = ({ values, content }: SectionProps) => JSON.stringify(namesIn(content).map((name) => values[name]));
  return (
    before.path === after.path &&
    before.records === after.records &&
    before.editing === after.editing &&
    before.differs === after.differs &&
    JSON.stringify(before.content) === JSON.stringify(after.content) &&
    told(before) === told(after)
  );
});

function SectionControls({ path, content, records, values, editing, differs }: SectionProps) {
  const { title, policy, params } = content;
  const heading = <h3>{title}</h3>;
  return (
    // a group, not a region: a chart may have the same name
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form
    <div className={classes.section} role="group" aria-label={title}>
      <div className={classes.heading}>
        {policy ? <ExplainedName param={records[policy]}>{heading}</ExplainedName> : heading}
        {differs && <span className={classes.differs}>differs by arm</span>}
      </div>
      {policy && <Policy path={`${path}.${policy}`} param={records[policy] as PolicyParam} value={values[policy]} editing={editing} />}
      <Rows path={path} names={params} records={records} values={values} editing={editing} />
    </div>
  );
}

/** Controls one below the other, the details behind "more". */
function Rows({
  path,
  names,
  records,
  values,
  editing,
}: {
  path: string;
  names: readonly string[];
  records: ParamRecord;
  values: Readonly<Record<string, unknown>>;
  editing: Editing;
}) {
  const [open, setOpen] = useState(false);
  const row = (name: string) => {
    const param = records[name];
    const own = `${path}.${name}`;
    if (param.type !== 'policy')
      return (
        <Fragment key={name}>
          <ParamControl path={own} param={param} value={values[name]} editing={editing} />
          <IdleNote path={own} param={param} />
        </Fragment>
      );
    return (
      <div key={name} className={classes.nested}>
        <ExplainedName param={param}>
          <span className={classes.nestedTitle}>{param.label}</span>
        </ExplainedName>
        <Policy path={own} param={param} value={values[name]} editing={editing} />
      </div>
    );
  };
  // a detail that somebody has changed is no detail
  const isHidden = (name: string) =>
    records[name].advanced === true && JSON.stringify(values[name]) === JSON.stringify(records[name].default);
  const hidden = names.filter(isHidden);
  return (
    <>
      {names.filter((name) => !isHidden(name)).map(row)}
      {open && hidden.map(row)}
      {hidden.length > 0 && (
        <UnstyledButton className={classes.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Less' : `${hidden.length} more`}
        </UnstyledButton>
      )}
    </>
  );
}

/** Which algorithm, its own parameters, and where it comes from. */
function Policy({ path, param, value, editing }: { path: string; param: PolicyParam; value: unknown; editing: Editing }) {
  const { kind, ...raw } = value as { kind: string };
  const policy = policyOf(param.seam, kind);
  const [reading, setReading] = useState(false);
  if (!policy) return <Kind path={path} param={param} present={value as { kind: string }} editing={editing} />;
  const values = Object.fromEntries(
    Object.entries(policy.params).map(([name, each]) => [name, effective(each, (raw as Record<string, unknown>)[name])]),
  );
  const idle = kind === 'none' || kind === 'unlimited';
  const own = ownPolicyOf(param.seam, kind) !== undefined;
  return (
    <>
      <Kind path={path} param={param} present={value as { kind: string }} editing={editing} />
      {!idle && <IdleNote path={path} param={param} />}
      <Rows path={path} names={Object.keys(policy.params)} records={policy.params} values={values} editing={editing} />
      {!idle && (
        <p className={classes.about}>
          {policy.summary}{' '}
          <UnstyledButton className={classes.read} aria-expanded={reading} onClick={() => setReading(!reading)}>
            {reading ? 'Close' : 'Read and sources'}
          </UnstyledButton>
          {' · '}
          <UnstyledButton className={classes.read} onClick={() => void write(path, param, value as { kind: string })}>
            {own ? 'Edit' : 'Fork'}
          </UnstyledButton>
        </p>
      )}
      {!idle && reading && (
        <Suspense>
          <PolicyText seam={param.seam} policy={kind} />
        </Suspense>
      )}
    </>
  );
}

/** Opens one's own algorithm, or begins one from a built-in. */
async function write(path: string, { seam }: PolicyParam, { kind, ...values }: { kind: string }): Promise<void> {
  if (ownPolicyOf(seam, kind)) {
    openText({ kind: 'policy', id: kind });
    return;
  }
  const { beginPolicy } = await import('../code/ownPolicy.ts');
  await beginPolicy(path, seam, kind === NEW ? null : kind, values);
}

/** The entry of the menu that begins an algorithm of one's own; no id has a dot. */
const NEW = '.new';

interface KindProps {
  path: string;
  param: PolicyParam;
  present: { kind: string };
  editing: Editing;
}

/** The menu of algorithms. */
const Kind = memo(function Kind({ path, param, present, editing }: KindProps) {
  const { kind } = present;
  return (
    <Select
      size="xs"
      aria-label={param.label}
      data={[...policiesOf(param).map(({ id, title }) => ({ value: id, label: title })), { value: NEW, label: 'Write your own …' }]}
      value={kind}
      title={policyOf(param.seam, kind)?.title}
      allowDeselect={false}
      comboboxProps={{ width: 280, position: 'bottom-end', shadow: 'sm' }}
      renderOption={({ option, checked }) => (
        <span>
          {option.label}
          {checked && <IconCheck className={classes.chosen} size={13} aria-hidden />}
          <span className={classes.optionSummary}>
            {option.value === NEW
              ? 'The smallest that works, to begin with; it runs beside the others.'
              : policyOf(param.seam, option.value)?.summary}
          </span>
        </span>
      )}
      onChange={(next) => {
        if (next === NEW) void write(path, param, { kind: NEW });
        else if (next && next !== kind) editing.set(path, chosenPolicy(useDocument.getState().scenario, path, param, present, next));
      }}
    />
  );
});
