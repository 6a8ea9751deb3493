import { say } from '../notices.ts';

/** Copies a text; says so and returns false where the browser forbids it. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    say('This browser does not let the page copy. Select the text and copy it by hand, or save the file.', 'error', 'copying');
    return false;
  }
}
