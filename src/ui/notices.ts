/** Tells the reader something, beside the work and not in its way. The notices are loaded with the first one. */
export async function say(message: string, tone: 'info' | 'error' = 'info'): Promise<void> {
  const { showNotice } = await import('./Notices.tsx');
  showNotice(message, tone);
}
