import { Modal, TextInput } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { openFromLibrary } from '../address/open.ts';
import { useSession } from '../store/session.ts';
import { ByTopic } from './ByTopic.tsx';
import classes from './Library.module.css';
import { OpenOwn } from './OpenOwn.tsx';
import { Results } from './Results.tsx';
import { useAnswer } from './useAnswer.ts';

/** Every scenario there is, to be gone through by topic or found by a word, and the way to open one's own. */
export default function LibraryDialog() {
  const close = () => useSession.getState().choose({ dialog: null });
  const [wanted, setWanted] = useState('');
  const { answer, failed } = useAnswer(wanted);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const open = (id: string, challenge = false) => {
    close();
    void openFromLibrary(id, challenge);
  };
  /** Arrows go through the field and what is below it; what is typed goes to the field. */
  const onKeyDown = (event: KeyboardEvent) => {
    const entries = Array.from(list.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? []);
    const at = entries.indexOf(window.document.activeElement as HTMLElement);
    const inField = window.document.activeElement === field.current;
    if (!inField && at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: inField ? null : 0, End: inField ? null : entries.length - 1 }[event.key];
    if (to !== undefined && to !== null) {
      event.preventDefault();
      (to < 0 ? field.current : entries[Math.min(to, entries.length - 1)])?.focus();
    } else if (inField && event.key === 'Enter' && wanted.trim() !== '') entries[0]?.click();
    else if (!inField && event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey)
      field.current?.focus();
  };
  return (
    <Modal opened onClose={close} title="Library" size={760} classNames={{ content: classes.library }}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of what is in it */}
      <div onKeyDown={onKeyDown}>
        <div className={classes.find}>
          <TextInput
            ref={field}
            size="sm"
            // where there is no keyboard one would come up over the list
            data-autofocus={window.matchMedia('(pointer: coarse)').matches ? undefined : true}
            placeholder="Find a scenario: stampede, 429, Sidekiq"
            aria-label="Find a scenario"
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        </div>
        <div ref={list}>
          {failed && <p className={classes.nothing}>The search cannot be loaded. Reload the page to try again.</p>}
          {answer ? <Results wanted={wanted} answer={answer} open={open} look={setWanted} /> : <ByTopic open={open} />}
        </div>
      </div>
      <OpenOwn close={close} />
    </Modal>
  );
}
