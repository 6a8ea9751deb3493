import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { planOf } from '../../../scenario/arm.ts';
import { armsOf } from '../../../scenario/scenario.ts';
import { titleIn } from '../../../scenario/setting.ts';
import { useDocument } from '../../store/document.ts';
import { useSession } from '../../store/session.ts';
import { Looking, useLooking, type Wanted } from '../looking.ts';
import { DeadLetters } from './DeadLetters.tsx';
import classes from './Jobs.module.css';
import { Lanes } from './Lanes.tsx';
import { Ledger } from './Ledger.tsx';

const VIEWS = [
  { value: 'ledger', label: 'Ledger' },
  { value: 'lanes', label: 'Lanes' },
  { value: 'dead-letters', label: 'Dead letters' },
];

const looking = new Looking<'jobs'>();
/** Jobs are followed once the hand rests [ms]: the charts come first. */
const REST = 150;

/** What became of the jobs: the account of their side effects, who worked on what when, and what was moved aside. */
export default function Jobs() {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const hidden = useSession((state) => state.hidden);
  const [view, setView] = useState('ledger');
  const all = armsOf(scenario).map(({ id, title }, index) => ({ id, title, index }));
  const shown = all.filter(({ id }) => id === arm || !hidden.includes(id));
  const others = view === 'ledger' ? shown.filter(({ id }) => id !== arm) : [];
  const names = [arm, ...others.map(({ id }) => id)].join(' ');
  const wanted = useMemo(
    () => names.split(' ').map((id): Wanted<'jobs'> => ({ ask: 'jobs', slot: id, plan: planOf(scenario, id), args: {} })),
    [scenario, names],
  );
  useLooking(looking, wanted, REST);
  const jobs = looking.answer(arm);
  const failure = looking.failure(arm);
  const { components } = planOf(scenario, arm);
  const titleOf = (id: string) => titleIn(components, id);
  const tabs = <SegmentedControl size="xs" aria-label="What to look at" data={VIEWS} value={view} onChange={setView} />;
  if (failure || !jobs)
    return (
      <div className={classes.jobs}>
        <div className={classes.bar}>{tabs}</div>
        <p className={classes.nothing}>{failure ? `The jobs could not be followed: ${failure}` : 'Following every job…'}</p>
      </div>
    );
  const title = all.length > 1 ? (all.find(({ id }) => id === arm)?.title ?? '') : '';
  return (
    <div className={classes.jobs}>
      {view === 'ledger' && (
        <Ledger
          tabs={tabs}
          arms={shown}
          selected={jobs}
          jobsOf={(id) => looking.answer(id)}
          failureOf={(id) => looking.failure(id)}
          titleOf={titleOf}
        />
      )}
      {view === 'lanes' && <Lanes tabs={tabs} arm={title} jobs={jobs} titleOf={titleOf} />}
      {view === 'dead-letters' && <DeadLetters tabs={tabs} arm={title} jobs={jobs} titleOf={titleOf} />}
    </div>
  );
}
