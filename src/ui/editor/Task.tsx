import { useState } from 'react';
import { readersArm } from '../../scenario/lesson.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { Goals } from '../story/Goals.tsx';
import { Markdown } from '../story/Markdown.tsx';
import { stepOf } from '../story/place.ts';
import classes from './Editor.module.css';

/** What a lesson asks its reader to write, and how far that has come: beside the code, since the story gives way to it. */
export function Task() {
  const scenario = useDocument((state) => state.scenario);
  const place = useSession((state) => state.step);
  const brief = useSession((state) => (state.challenge === 'on' ? scenario.challenge?.brief : undefined));
  // on a phone the code needs the room
  const [open] = useState(() => window.innerWidth >= 900);
  const step = scenario.story[stepOf(scenario, place)];
  if (!step || readersArm(scenario) === null) return null;
  return (
    <details className={classes.task} open={open}>
      <summary>{brief === undefined ? step.title : 'Challenge'}</summary>
      <Markdown text={brief ?? step.text} />
      {brief === undefined && <Goals scenario={scenario} />}
    </details>
  );
}
