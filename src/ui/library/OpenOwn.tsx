import { Anchor, Button, FileButton, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import classes from './Library.module.css';
import { OPENS, openFile, openText } from './openFile.ts';

/** A scenario of one's own, out of a file or pasted. */
export function OpenOwn({ close }: { close(): void }) {
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState('');
  const choose = async (file: File | null) => {
    if (file && (await openFile(file))) close();
  };
  return (
    <div className={classes.own}>
      <Group gap={8}>
        <Button
          variant="default"
          onClick={async () => {
            const { beginOwn } = await import('../build/beginOwn.ts');
            const { emptyScenario } = await import('../../scenario/edit/patterns.ts');
            close();
            beginOwn(emptyScenario());
          }}
        >
          New
        </Button>
        <FileButton accept={OPENS} onChange={(file) => void choose(file)}>
          {(props) => (
            <Button variant="default" {...props}>
              Open a file
            </Button>
          )}
        </FileButton>
        <Button variant="default" onClick={() => setPasting(!pasting)} aria-expanded={pasting}>
          Paste a scenario
        </Button>
        <Anchor className={classes.glossary} href="./glossary/">
          Glossary
        </Anchor>
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
    </div>
  );
}
