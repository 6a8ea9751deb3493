import { ActionIcon, Button, Progress, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { CheckLine } from '../../host/check-report.ts';
import { type Check, useCheck } from '../code/check.ts';
import { useDocument } from '../store/document.ts';
import classes from './PolicyCheck.module.css';

const load = () => import('../code/runCheck.ts');

/** Begins the check of a policy, or stops it. */
export function CheckButton({ id, waits }: { id: string; waits: boolean }) {
  const underWay = useCheck(({ check }) => check?.policy === id && check.state === 'under-way');
  return (
    <Button
      variant="default"
      className={classes.check}
      disabled={waits}
      onClick={() => void load().then(({ runCheck, stopCheck }) => (underWay ? stopCheck() : runCheck(id)))}
    >
      {underWay ? 'Stop the check' : 'Check my policy'}
    </Button>
  );
}

/** What came of the last check of a policy: law by law, those that do not hold first. */
export function PolicyCheck({ id, onLine }: { id: string; onLine: (line: number) => void }) {
  const check = useCheck((state) => (state.check?.policy === id ? state.check : null));
  const source = useDocument((state) => state.scenario.policies[id]?.source);
  if (!check) return null;
  const { state, done, lines, note } = check;
  const ordered = [...lines].sort((a, b) => ORDER[a.state] - ORDER[b.state]);
  return (
    <section className={classes.report} aria-label="What the check found">
      <div className={classes.head}>
        <p className={classes.summary} role="status">
          {summaryOf(check)}
          {check.source !== source && ' The code has changed since.'}
        </p>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label="Close the check"
          onClick={() => {
            useCheck.setState({ check: null });
            void load().then(({ stopCheck }) => stopCheck());
          }}
        >
          <IconX size={15} />
        </ActionIcon>
      </div>
      <Progress
        size={2}
        value={state === 'under-way' ? 100 * done : 0}
        aria-label="How far the check has come"
        className={classes.progress}
        transitionDuration={0}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <ul className={classes.lines} tabIndex={0} aria-label="Laws">
        {ordered.map((line) => (
          <Law key={line.sentence} line={line} onLine={onLine} />
        ))}
        {note !== null && state !== 'failed' && (
          <li className={classes.line}>
            <IconMinus size={14} className={classes.untried} aria-hidden="true" />
            <span>{note}</span>
          </li>
        )}
      </ul>
    </section>
  );
}

const ORDER = { broken: 0, untried: 1, holds: 2 };

function Law({ line: { state, sentence, line }, onLine }: { line: CheckLine; onLine: (line: number) => void }) {
  return (
    <li className={classes.line}>
      {state === 'holds' ? (
        <IconCheck size={14} className={classes.good} aria-label="Holds:" role="img" />
      ) : state === 'broken' ? (
        <IconAlertTriangle size={14} className={classes.bad} aria-label="Does not hold:" role="img" />
      ) : (
        <IconMinus size={14} className={classes.untried} aria-label="Not tried:" role="img" />
      )}
      {state === 'broken' && line !== null ? (
        <UnstyledButton className={classes.broken} title="Go there" onClick={() => onLine(line)}>
          Line {line}: {sentence}
        </UnstyledButton>
      ) : (
        <span className={state === 'broken' ? classes.broken : undefined}>{sentence}</span>
      )}
    </li>
  );
}

function summaryOf({ state, lines, note }: Check): string {
  const broken = lines.filter((line) => line.state === 'broken').length;
  const tried = lines.filter((line) => line.state !== 'untried').length;
  const found = broken === 0 ? `${tried} laws hold` : `${broken} of ${lines.length} laws ${broken === 1 ? 'does' : 'do'} not hold`;
  switch (state) {
    case 'under-way':
      return 'Checking …';
    case 'stopped':
      return tried === 0 ? 'Stopped before anything was tried.' : `Stopped. So far: ${found}.`;
    case 'failed':
      return `The check could not go on: ${note}`;
    case 'finished':
      return broken === 0 ? `All ${found}.` : `${found}.`;
  }
}
