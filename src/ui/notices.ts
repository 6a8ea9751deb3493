type Tone = 'info' | 'error';

/** Tells the reader something, beside the work and not in its way. The notices are loaded with the first one. */
export async function say(message: string, tone: Tone = 'info', about?: string): Promise<void> {
  loaded = import('./Notices.tsx');
  (await loaded).showNotice(message, tone, about);
}

/** Takes back what was said about something: its cause has gone. */
export async function unsay(about: string): Promise<void> {
  (await loaded)?.hideNotice(about);
}

let loaded: Promise<typeof import('./Notices.tsx')> | null = null;
