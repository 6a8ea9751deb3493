import type { Page } from 'playwright-core';

/** What a finger has to hit, at least [px]. */
const FINGER = 44;

/**
 * What can be pressed and is smaller than a finger either way, a line an element. Labels count as their field, and a hit
 * area larger than what is seen counts. Links and words within a sentence are let be.
 */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate((finger) => {
    // what lies behind something open is not pressed
    const open = [...document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')].findLast((each) =>
      each.checkVisibility(),
    );
    const all = (open ?? document).querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [role="button"], [role="tab"], [role="menuitem"], [role="option"], [role="slider"], [role="switch"], [role="radio"], [role="checkbox"]',
    );
    // in a word that stands out of its sentence, too
    const isInSentence = (element: HTMLElement): boolean =>
      getComputedStyle(element).display.startsWith('inline') &&
      element.parentElement !== null &&
      ([...element.parentElement.childNodes].some(
        (node) => node !== element && node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
      ) ||
        (/^(STRONG|EM)$/.test(element.parentElement.tagName) && isInSentence(element.parentElement)));
    const found: string[] = [];
    for (const element of all) {
      const labels = [...((element as HTMLInputElement).labels ?? [])];
      if (![element, ...labels].some((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))) continue;
      if (element.closest('[aria-hidden="true"], .visually-hidden') || isInSentence(element)) continue;
      if ((element as HTMLInputElement).type === 'file' || (element as HTMLButtonElement).disabled) continue;
      const boxes = [element, ...labels].map((each) => each.getBoundingClientRect()).filter(({ width, height }) => width > 0 && height > 0);
      if (boxes.length === 0) continue;
      const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
      const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
      // what is not seen and belongs to it
      const beyond = getComputedStyle(element, '::after');
      const reaches = beyond.content !== 'none' && beyond.position === 'absolute' && beyond.pointerEvents !== 'none';
      const width = Math.max(right - left, reaches ? Number.parseFloat(beyond.width) || 0 : 0);
      const height = Math.max(bottom - top, reaches ? Number.parseFloat(beyond.height) || 0 : 0);
      // a line between two rows is of neither
      if (Math.min(width, height) >= finger - 1) continue;
      const name = element.getAttribute('aria-label') ?? labels[0]?.textContent ?? element.textContent ?? '';
      found.push(
        `${element.tagName.toLowerCase()} “${name.trim().slice(0, 50)}” ${Math.round(width)}×${Math.round(height)} ${element.className.toString().slice(0, 60)}`,
      );
    }
    return found;
  }, FINGER);
}
