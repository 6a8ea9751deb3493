import { Notifications, notifications } from '@mantine/notifications';
import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Button, MantineProvider } from '@mantine/core';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import classes from './Notices.module.css';
import type { NoticeAction } from './notices.ts';
import { theme } from './theme.ts';

let mounted = false;
/** Ids of what is shown, by what it is about: one that takes another's place is another, with its whole time. */
const shown = new Map<string, string>();
let count = 0;

interface Notice {
  message: string;
  tone: 'info' | 'error';
  about?: string;
  actions: readonly NoticeAction[];
}

/** Shows a notice, in the place of an older one about the same. */
export function showNotice(notice: Notice): void {
  if (!mounted) {
    mounted = true;
    const place = document.createElement('div');
    document.body.append(place);
    createRoot(place).render(
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Notifications position="top-center" limit={4} zIndex={500} />
      </MantineProvider>,
    );
  }
  const { message, tone, about, actions } = notice;
  const id = `notice-${++count}`;
  if (about !== undefined) {
    hideNotice(about);
    shown.set(about, id);
  }
  notifications.show({
    id,
    message:
      actions.length === 0 ? (
        message
      ) : (
        <>
          <div>{message}</div>
          <div className={classes.actions}>
            {actions.map((action) => (
              <Action key={action.label} {...action} />
            ))}
          </div>
        </>
      ),
    classNames: { root: classes.notice },
    color: tone === 'error' ? 'red' : undefined,
    autoClose: timeFor(notice),
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Close the notice' },
  });
}

export function hideNotice(about: string): void {
  const id = shown.get(about);
  if (id !== undefined) notifications.hide(id);
  shown.delete(about);
}

/** How long a notice stays [ms], or until it is closed or taken back: an error that can be, and what asks for something. */
function timeFor({ message, tone, about, actions }: Notice): number | false {
  if (actions.length > 0 || (tone === 'error' && about !== undefined)) return false;
  return tone === 'error' ? 15_000 + 5_000 * (message.split('\n').length - 1) : 6_000;
}

function Action({ label, done = label, run }: NoticeAction) {
  const [isDone, setDone] = useState(false);
  return (
    <Button
      variant="default"
      onClick={async () => {
        setDone((await run()) !== false);
      }}
    >
      {isDone ? done : label}
    </Button>
  );
}
