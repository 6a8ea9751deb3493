import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { armsOf } from '../../scenario/scenario.ts';
import { useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { type DrawerTab, useSession } from '../store/session.ts';
import classes from './Drawer.module.css';

const Requests = lazy(() => import('../requests/Requests.tsx').then(({ Requests: each }) => ({ default: each })));
const Numbers = lazy(() => import('../numbers/Numbers.tsx').then(({ Numbers: each }) => ({ default: each })));

const TABS: readonly { value: DrawerTab; label: string }[] = [
  { value: 'requests', label: 'Requests' },
  { value: 'numbers', label: 'Numbers' },
];

/** What wants more room than a chart: single requests, and every number. */
export function Drawer() {
  const open = useSession((state) => state.drawer);
  const { choose } = useSession.getState();
  return (
    <section className={classes.drawer} aria-label="Details" data-open={open !== null || undefined}>
      <div className={classes.bar}>
        <div className={classes.tabs} role="tablist" aria-label="Details">
          {TABS.map(({ value, label }) => (
            <UnstyledButton
              key={value}
              role="tab"
              className={classes.tab}
              aria-selected={open === value}
              onClick={() => choose({ drawer: open === value ? null : value })}
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
      {open && (
        <div className={classes.body} role="tabpanel" aria-label={open}>
          <Suspense fallback={null}>{open === 'requests' ? <Requests /> : <Numbers />}</Suspense>
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
