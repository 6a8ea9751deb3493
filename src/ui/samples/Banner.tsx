import { CloseButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { type ArmResult, warningSentence } from '../../host/client.ts';
import { planOf } from '../../scenario/arm.ts';
import { armsOf } from '../../scenario/scenario.ts';
import { titleIn } from '../../scenario/setting.ts';
import { NOT_ALLOWED } from '../code/code.ts';
import { formatClock } from '../quantity.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import classes from './Banner.module.css';
import { useResults } from './results.ts';

/** Few scenarios play a file. */
const MissingRecording = lazy(() => import('../recordings/MissingRecording.tsx'));

/** What a warning is about, in one of the scenarios that were opened. */
function about(warning: ArmResult['warnings'][number], opened: number): string {
  return 'said' in warning
    ? `${opened} ${warning.component} ${warning.wire} ${warning.said}`
    : `${opened} ${warning.gate} ${warning.callee}`;
}

/** Says what is wrong with the run that is looked at, above the picture, which stays. */
export function Banner() {
  const results = useResults();
  const arm = useSession((state) => state.arm);
  const hidden = useSession((state) => state.hidden);
  const scenario = useDocument((state) => state.scenario);
  /** Warnings that the reader has closed, whatever the figures in them become. */
  const [closed, setClosed] = useState<readonly string[]>([]);
  const failure = results.failures.get(arm);
  const missing = results.missing.get(arm);
  if (missing) {
    return (
      <Suspense>
        <MissingRecording key={missing.hash} arm={arm} need={missing} />
      </Suspense>
    );
  }
  if (failure && failure !== NOT_ALLOWED) {
    return (
      <p className={classes.banner} role="alert">
        The simulation stopped: {failure}. {results.of(arm) && 'What you see is the last picture that worked. '}Undo the last change, or
        reload the page.
      </p>
    );
  }
  const others = armsOf(scenario).flatMap(({ id, title }) => {
    const why = hidden.includes(id) ? undefined : results.failures.get(id);
    return why && why !== NOT_ALLOWED ? `The simulation of ${title} stopped: ${why}.` : [];
  });
  if (others.length > 0) {
    return (
      <p className={classes.banner} role="alert">
        {others.join(' ')}
      </p>
    );
  }
  const account = results.account(arm);
  if (!account) return null;
  const { runaway } = account;
  const warnings = account.warnings.filter((warning) => !closed.includes(about(warning, results.opened)));
  if (!runaway && warnings.length > 0) {
    const { components } = planOf(scenario, arm);
    return (
      <p className={classes.banner} data-tone="note" role="status">
        <span>{warnings.map((warning) => warningSentence(warning, (id) => titleIn(components, id))).join('. ')}.</span>
        <CloseButton
          size="xs"
          aria-label="Close this note"
          onClick={() => setClosed([...closed, ...warnings.map((warning) => about(warning, results.opened))])}
        />
      </p>
    );
  }
  if (!runaway) return null;
  return (
    <p className={classes.banner} role="status">
      This run was ended at {formatClock(runaway.at, true)}: {runaway.reason}.
    </p>
  );
}
