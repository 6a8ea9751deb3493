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

const Race = lazy(() => import('../race/Race.tsx').then(({ Race: each }) => ({ default: each })));

const Curves = lazy(() => import('../curves/Curves.tsx'));

const CacheContents = lazy(() => import('../contents/CacheContents.tsx').then(({ CacheContents: each }) => ({ default: each })));

const Jobs = lazy(() => import('../jobs/Jobs.tsx'));

const TABS: readonly { value: DrawerTab; label: string; needs?: string }[] = [
  { value: 'requests', label: 'Requests' },
  { value: 'numbers', label: 'Numbers' },
  { value: 'race', label: 'Race', needs: 'gateway' },
  { value: 'curves', label: 'Curves', needs: 'cache' },
  { value: 'contents', label: 'Contents', needs: 'cache' },
  { value: 'jobs', label: 'Jobs', needs: 'job-queue' },
];

const CONTENTS = { requests: Requests, numbers: Numbers, race: Race, curves: Curves, contents: CacheContents, jobs: Jobs } as const;

/** What wants more room than a chart: single requests, and every number. */
export function Drawer() {
  const wanted = useSession((state) => state.drawer);
  const kinds = useDocument((state) => state.scenario.components);
  const tabs = TABS.filter(({ needs }) => needs === undefined || Object.values(kinds).some(({ kind }) => kind === needs));
  const open = tabs.some(({ value }) => value === wanted) ? wanted : null;
  const Content = open && CONTENTS[open];
  const { choose } = useSession.getState();
  return (
    <section className={classes.drawer} aria-label="Details" data-open={open !== null || undefined}>
      <div className={classes.bar}>
        <div className={classes.tabs} role="tablist" aria-label="Details">
          {tabs.map(({ value, label }) => (
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
