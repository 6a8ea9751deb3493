import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { componentOf, descriptions } from '../../scenario/descriptions.ts';
import '../../scenario/every-description.ts';
import { addComponent } from '../../scenario/edit/add-component.ts';
import { patterns } from '../../scenario/edit/patterns.ts';
import { armsOf } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import classes from './Build.module.css';
import { asOwn, beginOwn } from './beginOwn.ts';
import { DRAGGED, dragged } from './dragged.ts';
import { LoadControls } from './LoadControls.tsx';
import { perform, whereNow } from './perform.ts';

/** All there is to build with, a sentence each: to drag onto the canvas, or to press. */
export default function Palette() {
  const scenario = useDocument((state) => state.scenario);
  const arms = armsOf(scenario);
  const isEmpty = Object.keys(scenario.components).length === 0;
  const isLesson = scenario.story.length > 0;
  const arm = useSession((state) => state.arm);
  const onlyHere = useSession((state) => state.onlyHere);
  const { choose } = useSession.getState();
  return (
    <div className={classes.palette}>
      <h2 className={classes.title}>Build</h2>
      <p className={classes.how}>
        Drag a part onto the canvas, or press it. Draw a wire from one box to another; drop a part on a wire to put it between.
      </p>
      {arms.length > 1 && (
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Where gestures go"
          value={onlyHere ? 'here' : 'all'}
          onChange={(next) => choose({ onlyHere: next === 'here' })}
          data={[
            { value: 'all', label: 'In every arm' },
            { value: 'here', label: `Only in ${arms.find(({ id }) => id === arm)?.title ?? arm}` },
          ]}
        />
      )}
      <LoadControls />
      {isLesson && (
        <p className={classes.how}>
          This is a lesson.{' '}
          <UnstyledButton className={classes.mine} onClick={() => beginOwn(asOwn(scenario))}>
            Make it mine
          </UnstyledButton>{' '}
          leaves its story and its claims behind.
        </p>
      )}
      {isEmpty && (
        <>
          <h3 className={classes.group}>Begin with a pattern</h3>
          <ul className={classes.list}>
            {patterns.map((pattern) => (
              <li key={pattern.id}>
                <UnstyledButton className={classes.part} onClick={() => beginOwn(pattern.make())}>
                  <b>{pattern.title}</b> {pattern.summary}
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 className={classes.group}>Parts</h3>
      <ul className={classes.list}>
        {descriptions.components.map(({ id, title, summary }) => (
          <li key={id}>
            <UnstyledButton
              className={classes.part}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.setData(DRAGGED, id);
                event.dataTransfer.effectAllowed = 'copy';
                dragged.kind = id;
              }}
              onDragEnd={() => {
                dragged.kind = null;
              }}
              onClick={() => perform((document) => addComponent(document, id, null, whereNow()))}
            >
              <b>{componentOf(id)?.title ?? title}</b> {summary}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
