import { Button, FileButton, Group, Modal, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { openFromLibrary } from '../address/open.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { library } from './catalogue.ts';
import classes from './Library.module.css';
import { openFile, openText } from './openFile.ts';

/** Every scenario there is, and the way to open one's own. */
export default function LibraryDialog() {
  const current = useDocument((state) => state.origin?.id);
  const close = () => useSession.getState().choose({ dialog: null });
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  const words = wanted.toLowerCase().split(/\s+/);
  const found = library.filter(({ title, summary, topic }) => {
    const text = `${title} ${summary} ${topic.replaceAll('-', ' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const topics = [...new Set(found.map(({ topic }) => topic))];
  const choose = async (file: File | null) => {
    if (file && (await openFile(file))) close();
  };
  return (
    <Modal opened onClose={close} title="Library" size="lg">
      <TextInput
        className={classes.find}
        size="xs"
        placeholder="Find a scenario"
        aria-label="Find a scenario"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {found.length === 0 && <p className={classes.nothing}>No scenario has “{wanted}” in its title or summary.</p>}
      {topics.map((topic) => (
        <section key={topic} className={classes.topic} aria-label={topic}>
          <h3>{topic.replaceAll('-', ' ')}</h3>
          {found
            .filter((entry) => entry.topic === topic)
            .map(({ id, title, summary }) => (
              <UnstyledButton
                key={id}
                className={classes.entry}
                aria-current={id === current || undefined}
                data-autofocus={id === current || undefined}
                onClick={() => {
                  close();
                  void openFromLibrary(id);
                }}
              >
                <b>{title}</b>
                <span>{summary}</span>
              </UnstyledButton>
            ))}
        </section>
      ))}
      <Group mt="md" gap={8}>
        <FileButton accept="application/json,.json" onChange={(file) => void choose(file)}>
          {(props) => (
            <Button variant="default" {...props}>
              Open a file
            </Button>
          )}
        </FileButton>
        <Button variant="default" onClick={() => setPasting(!pasting)} aria-expanded={pasting}>
          Paste a scenario
        </Button>
      </Group>
      {pasting && (
        <>
          <Textarea
            mt={8}
            autosize
            minRows={4}
            maxRows={12}
            placeholder='{ "format": 1, … }'
            aria-label="Scenario as JSON"
            classNames={{ input: classes.paste }}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
          />
          <Button
            mt={8}
            disabled={text.trim() === ''}
            onClick={async () => {
              if (await openText(text, 'The text')) close();
            }}
          >
            Open it
          </Button>
        </>
      )}
    </Modal>
  );
}
