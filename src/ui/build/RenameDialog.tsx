import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { renameComponent } from '../../scenario/edit/rename-component.ts';
import { LIMITS } from '../../scenario/scenario.ts';
import { perform } from './perform.ts';

/** Another name for a component, everywhere. */
export default function RenameDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const [next, setNext] = useState(name);
  return (
    <Modal opened onClose={onClose} title={`Rename ${name}`} size="xs">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (next.trim() === name || perform((document) => renameComponent(document, id, next))) onClose();
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          description="It is called so on the page. Paths and links keep its id."
          value={next}
          maxLength={LIMITS.titleLength}
          error={next.trim() === '' ? 'A component needs a name.' : undefined}
          onChange={(event) => setNext(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Group justify="flex-end" mt={12} gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={next.trim() === ''}>
            Rename
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
