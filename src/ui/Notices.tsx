import { Notifications, notifications } from '@mantine/notifications';
import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { theme } from './theme.ts';

let mounted = false;

/** Shows a notice; errors stay longer. */
export function showNotice(message: string, tone: 'info' | 'error'): void {
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
  notifications.show({
    message,
    color: tone === 'error' ? 'red' : undefined,
    autoClose: tone === 'error' ? 15_000 : 6_000,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Close the notice' },
  });
}
