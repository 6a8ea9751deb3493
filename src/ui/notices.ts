type Tone = 'info' | 'error';

/** What a reader can do about a notice, as a button in it. */
export interface NoticeAction {
  label: string;
  /** What the button says once it is done. */
  done?: string;
  /** False, or a promise of it, where it could not be done. */
  run(): unknown;
}

/**
 * Tells the reader something, beside the work and not in its way. The notices are loaded with the first one.
 * @param about what it is of: a later notice about the same takes its place, and what can be taken back stays until then
 */
export async function say(message: string, tone: Tone = 'info', about?: string, actions: readonly NoticeAction[] = []): Promise<void> {
  loaded = import('./Notices.tsx');
  (await loaded).showNotice({ message, tone, about, actions });
}

/** Takes back what was said about something: its cause has gone. */
export async function unsay(about: string): Promise<void> {
  (await loaded)?.hideNotice(about);
}

let loaded: Promise<typeof import('./Notices.tsx')> | null = null;
