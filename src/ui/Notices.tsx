import { Notifications, notifications } from '@mantine/notifications';
import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { theme } from './theme.ts';

let mounted = false;

/** Shows a notice, in the place of an older one about the same; errors stay longer, and the longer the more they say. */
export function showNotice(message: string, tone: 'info' | 'error', about?: string): void {
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
  if (about !== undefined) notifications.hide(about);
  notifications.show({
    id: about,
    message,
    style: { whiteSpace: 'pre-line', maxHeight: '50vh', overflowY: 'auto' },
    color: tone === 'error' ? 'red' : undefined,
    autoClose: tone === 'error' ? 15_000 + 5_000 * (message.split('\n').length - 1) : 6_000,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Close the notice' },
  });
}

export function hideNotice(about: string): void {
  notifications.hide(about);
}
