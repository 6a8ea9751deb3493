import { Button } from '@mantine/core';
import { useDocument } from '../store/document.ts';
import classes from './Changes.module.css';
import { useDifferences } from './useDifferences.ts';

/** What is changed against the original, and the way back to it. */
export default function Changes({ onBack }: { onBack(): void }) {
  const sentences = useDifferences();
  const fromLibrary = useDocument((state) => state.origin !== null);
  return (
    <div className={classes.changes}>
      <h2>Changed {fromLibrary ? 'from the original' : 'since it was opened'}</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          useDocument.getState().restore();
          onBack();
        }}
      >
        Back to the original
      </Button>
      <p>Undo brings the changes back.</p>
    </div>
  );
}
