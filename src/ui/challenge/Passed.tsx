import { ActionIcon } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import classes from './Challenge.module.css';
import { changesTaken } from './challenge.ts';

/** Says above the lesson what the task has taken, and leads back to what the lesson is about. */
export function Passed() {
  const past = useDocument((state) => state.past);
  const original = useDocument((state) => state.original);
  const edited = useDocument((state) => state.edited);
  const taken = changesTaken(past, original);
  return (
    <section className={classes.passed} aria-label="Challenge">
      <IconCheck size={15} aria-hidden="true" />
      <div>
        <p role="status">
          <b>Done{edited && taken > 0 && `, with ${taken === 1 ? 'one change' : `${taken} changes`}`}.</b> This is the lesson behind it.
        </p>
        {edited && (
          <p>
            It is about the system as it was:{' '}
            <button type="button" className="text-button" onClick={() => useDocument.getState().restore()}>
              take my changes back
            </button>
          </p>
        )}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={20}
        className={classes.close}
        aria-label="Seen: close this"
        onClick={() => useSession.getState().choose({ challenge: null })}
      >
        <IconX size={13} />
      </ActionIcon>
    </section>
  );
}
