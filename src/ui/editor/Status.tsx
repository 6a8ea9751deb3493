import { Button, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Problem } from '../../scenario/problem.ts';
import classes from './Editor.module.css';
import { wordsOf } from './ScenarioText.ts';

/** Whether the text is sound; if not, what is wrong, each to go to. */
export function Status({
  problems,
  onProblem,
  onFormat,
}: {
  problems: readonly Problem[];
  onProblem: (problem: Problem) => void;
  onFormat: () => void;
}) {
  const [shown, setShown] = useState(0);
  const problem = problems[Math.min(shown, problems.length - 1)];
  return (
    <div className={classes.status} role="status">
      {problem ? (
        <>
          <IconAlertTriangle size={14} className={classes.bad} aria-hidden="true" />
          <div className={classes.said}>
            <UnstyledButton className={classes.problem} onClick={() => onProblem(problem)} title="Go there">
              {wordsOf(problem)}
            </UnstyledButton>
            <div className={classes.meanwhile}>The picture shows the last text that was sound.</div>
          </div>
          {problems.length > 1 && (
            <Button
              variant="default"
              onClick={() => {
                const next = (problems.indexOf(problem) + 1) % problems.length;
                setShown(next);
                onProblem(problems[next]);
              }}
            >
              {problems.indexOf(problem) + 1} of {problems.length}
            </Button>
          )}
        </>
      ) : (
        <>
          <IconCheck size={14} className={classes.good} aria-hidden="true" />
          <span className={classes.said}>Runs as it stands. Ctrl Space completes, F1 has more.</span>
          <Button variant="default" onClick={onFormat}>
            Tidy
          </Button>
        </>
      )}
    </div>
  );
}
