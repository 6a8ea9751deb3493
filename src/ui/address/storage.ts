/** What this browser keeps for the page; it may be full or forbidden, and then nothing is there and nothing is kept. */
export type Place = 'localStorage' | 'sessionStorage';

export function kept(place: Place, key: string): string | null {
  try {
    return window[place].getItem(key);
  } catch {
    return null;
  }
}

/** Whether it could be kept. */
export function keep(place: Place, key: string, text: string): boolean {
  try {
    window[place].setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

export function drop(place: Place, key: string): void {
  try {
    window[place].removeItem(key);
  } catch {
    // what cannot be reached is not there
  }
}

/** The keys with this beginning. */
export function keysOf(place: Place, beginning: string): readonly string[] {
  try {
    return Object.keys(window[place]).filter((key) => key.startsWith(beginning));
  } catch {
    return [];
  }
}
