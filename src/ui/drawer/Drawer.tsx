import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { armsOf } from '../../scenario/scenario.ts';
import { useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { isMet, views } from '../view/views.ts';
import classes from './Drawer.module.css';

/** What the views show, loaded when they are first opened. */
const contents = new Map(views.map(({ id, load }) => [id, lazy(load)]));

/** What wants more room than a chart: single requests, and every number. */
export function Drawer() {
  const wanted = useSession((state) => state.drawer);
  const components = useDocument((state) => state.scenario.components);
  const tabs = views.filter((view) => isMet(view, components));
  const open = tabs.some(({ id }) => id === wanted) ? wanted : null;
  const Content = open && contents.get(open);
  const { choose } = useSession.getState();
  return (
    <section className={classes.drawer} aria-label="Details" data-open={open !== null || undefined}>
      <div className={classes.bar}>
        <div className={classes.tabs} role="tablist" aria-label="Details">
          {tabs.map(({ id, label, help = label, key }) => (
            <UnstyledButton
              key={id}
              role="tab"
              className={classes.tab}
              title={`${help} (${key})`}
              aria-selected={open === id}
              onClick={() => choose({ drawer: open === id ? null : id })}
            >
              {label}
            </UnstyledButton>
          ))}
        </div>
        <Status />
        {open && (
          <ActionIcon variant="subtle" color="gray" size={22} aria-label="Close" onClick={() => choose({ drawer: null })}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      {open && Content && (
        <div className={classes.body} role="tabpanel" aria-label={open}>
          <Suspense fallback={null}>
            <Content />
          </Suspense>
        </div>
      )}
    </section>
  );
}

/** What the run of the selected arm was. */
function Status() {
  const results = useResults();
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const result = results.of(arm);
  if (!result) return <span className={classes.status} />;
  const many = armsOf(scenario).length > 1;
  return (
    <span className={classes.status}>
      <span title="Two runs with the same fingerprint are the same run, fact by fact">
        fingerprint{' '}
        <code>
          {result.finished
            ? `${result.fingerprint.slice(0, 4)}·${result.fingerprint.slice(4, 8)}·${result.fingerprint.slice(8, 12)}·${result.fingerprint.slice(12)}`
            : '…'}
        </code>
      </span>
      <span>
        {result.requests.toLocaleString('en')} requests{many ? ' in this arm' : ''}, {Math.round(result.took)} ms
      </span>
    </span>
  );
}
