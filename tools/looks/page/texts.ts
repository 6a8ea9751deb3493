/** What can be read on a page as it stands, gathered in the browser; what is wrong with it is judged outside. */

/** [px] in the window. */
export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A line of text on the screen: a text node that breaks is several. */
export interface TextLine {
  /** The whole text of its node. */
  text: string;
  /** Which node it is a line of. */
  node: number;
  /** Where it stands: the named part of the page, and the element's class. */
  where: string;
  /** Of its letters [px]. */
  size: number;
  /** Where it is laid out. */
  box: Rect;
  /** What of that nothing clips; null where nothing is left. */
  seen: Rect | null;
  /** What lies over the page (a menu, a dialog) is another layer. */
  layer: number;
  /** What cuts it off, though nothing scrolls to the rest: an element, or the edge of the window. */
  cutBy: string | null;
  /** Ends in an ellipsis and has the whole in its title, or fades out. */
  hasCue: boolean;
  /** What lies over it and cannot be seen through. */
  coveredBy: string | null;
}

export interface Page {
  lines: readonly TextLine[];
  /** The frames of the topology. */
  frames: readonly Rect[];
}

/** Runs in the browser: it may name nothing outside. */
export function readPage(): Page {
  const width = window.innerWidth;
  const height = window.innerHeight;
  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element) => {
    const style = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, style);
    return style;
  };
  const rectOf = ({ left, top, right, bottom }: Rect): Rect => ({ left, top, right, bottom });
  const both = (a: Rect, b: Rect): Rect => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const isEmpty = ({ left, top, right, bottom }: Rect) => right - left < 0.5 || bottom - top < 0.5;
  const nameOf = (element: Element) => {
    const name = /(?:^|\s)_?([a-zA-Z]+)_[\w-]+_\d+/.exec(element.getAttribute('class') ?? '')?.[1];
    const kit = /mantine-([\w-]+)/.exec(element.getAttribute('class') ?? '')?.[1];
    return name ?? kit ?? element.tagName.toLowerCase();
  };
  const placeOf = (element: Element) => {
    const region = element.closest(
      'section[aria-label], section[aria-labelledby], nav[aria-label], [role="group"][aria-label], header, dialog, [role="dialog"]',
    );
    const part = region ? (region.getAttribute('aria-label') ?? region.tagName.toLowerCase()) : 'page';
    return `${part} › ${nameOf(element)}`;
  };
  const layers: Element[] = [];
  const layerOf = (element: Element) => {
    const over = element.closest('[data-portal], [role="dialog"], [role="menu"], [role="tooltip"], [role="listbox"]');
    if (!over) return 0;
    if (!layers.includes(over)) layers.push(over);
    return layers.indexOf(over) + 1;
  };
  const isOpaque = (element: Element) => {
    const { backgroundColor, opacity } = styleOf(element);
    const alpha =
      backgroundColor === 'transparent' ? 0 : Number(/[,/]\s*([\d.]+)\)$/.exec(backgroundColor.replace(/^rgb\(.*/, ''))?.[1] ?? 1);
    return alpha > 0.6 && Number(opacity) > 0.6;
  };
  const scrolls = (element: Element, axis: 'X' | 'Y') =>
    axis === 'X' ? /auto|scroll/.test(styleOf(element).overflowX) : /auto|scroll/.test(styleOf(element).overflowY);
  const clipOf = (element: Element): Rect => {
    const { left, top } = element.getBoundingClientRect();
    if (!(element instanceof HTMLElement)) return rectOf(element.getBoundingClientRect());
    const x = left + element.clientLeft;
    const y = top + element.clientTop;
    return { left: x, top: y, right: x + element.clientWidth, bottom: y + element.clientHeight };
  };
  const fades = (element: Element) => styleOf(element).maskImage !== 'none';
  /** How much of a box its ancestors leave, and which of them cuts it off for good. */
  const clipped = (text: string, parent: Element, box: Rect) => {
    let reach: Rect = rectOf(box);
    let cutBy: string | null = null;
    let hasCue = false;
    let position = 'static';
    for (let at: Element | null = parent; at && at !== document.documentElement && at !== document.body; at = at.parentElement) {
      const style = styleOf(at);
      const contains = position !== 'absolute' || style.position !== 'static' || style.transform !== 'none';
      const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
      if (position !== 'fixed' && contains && clips && style.display !== 'inline' && style.display !== 'contents') {
        const clip = clipOf(at);
        const beside = reach.right > clip.right + 1 || reach.left < clip.left - 1;
        const above = Math.max(1.5, (reach.bottom - reach.top) * 0.2);
        const beyond = reach.bottom > clip.bottom + above || reach.top < clip.top - above;
        const left = both(reach, clip);
        // no scroll bar, no fade: nobody knows that there is more
        const bare = style.scrollbarWidth === 'none' && !fades(at);
        if (cutBy === null && ((beside && (!scrolls(at, 'X') || bare)) || (beyond && !scrolls(at, 'Y') && clip.bottom > clip.top))) {
          cutBy = `${at.tagName.toLowerCase()} ${nameOf(at)}`;
          hasCue =
            fades(at) ||
            ([at, parent].some((each) => styleOf(each).textOverflow === 'ellipsis') &&
              (parent.closest('[title]')?.getAttribute('title') ?? '').includes(text));
        }
        reach = left;
      }
      if (contains)
        position =
          style.position === 'fixed' ? 'fixed' : style.position === 'absolute' ? 'absolute' : position === 'fixed' ? 'fixed' : 'static';
      if (isEmpty(reach)) break;
    }
    if (!isEmpty(reach)) {
      const inside = both(reach, { left: 0, top: 0, right: width, bottom: height });
      if (cutBy === null && (reach.right > width + 1 || reach.left < -1 || reach.bottom > height + 3)) cutBy = 'the edge of the window';
      reach = inside;
    }
    return { seen: isEmpty(reach) ? null : reach, cutBy, hasCue };
  };
  const scrollerOf = (element: Element | null) => {
    for (let at = element; at; at = at.parentElement) if (scrolls(at, 'Y')) return at;
    return null;
  };
  const coverOf = (parent: Element, seen: Rect): string | null => {
    // a sliver at the edge of what scrolls is nothing that anybody reads
    if (seen.bottom - seen.top < 4) return null;
    const y = (seen.top + seen.bottom) / 2;
    for (const x of [seen.left + 2, (seen.left + seen.right) / 2, seen.right - 2]) {
      for (const hit of document.elementsFromPoint(x, y)) {
        if (hit === parent || hit.contains(parent) || parent.contains(hit)) break;
        if (hit instanceof SVGElement || !isOpaque(hit)) continue;
        // what scrolls goes under what sticks
        const scroller = scrollerOf(parent);
        if (scroller?.contains(hit)) return `sticky ${nameOf(hit)}`;
        return `${placeOf(hit)}`;
      }
    }
    return null;
  };
  const sizeOf = (parent: Element) => {
    const size = Number.parseFloat(styleOf(parent).fontSize);
    const matrix = parent instanceof SVGGraphicsElement ? parent.getScreenCTM() : null;
    return matrix ? size * Math.hypot(matrix.b, matrix.d) : size;
  };
  const lines: TextLine[] = [];
  let node = 0;
  const add = (text: string, parent: Element, boxes: Iterable<Rect>) => {
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return;
    for (let at: Element | null = parent; at; at = at.parentElement) {
      const { clipPath, opacity } = styleOf(at);
      if (clipPath === 'inset(50%)' || opacity === '0') return;
    }
    node++;
    for (const box of boxes) {
      if (isEmpty(box)) continue;
      const { seen, cutBy, hasCue } = clipped(text, parent, box);
      const line = { text, node, where: placeOf(parent), size: sizeOf(parent), box: rectOf(box), layer: layerOf(parent) };
      lines.push({ ...line, seen, cutBy, hasCue, coveredBy: seen && coverOf(parent, seen) });
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let at = walker.nextNode(); at; at = walker.nextNode()) {
    const text = (at.textContent ?? '').trim().replace(/\s+/g, ' ');
    const parent = at.parentElement;
    if (text === '' || !parent || parent.closest('script, style, noscript, title')) continue;
    const range = document.createRange();
    range.selectNodeContents(at);
    const rects: Rect[] = [...range.getClientRects()];
    // ranges do not know of letters that are set narrower
    const set = parent instanceof SVGTextContentElement && parent.hasAttribute('textLength') ? parent.getComputedTextLength() : null;
    add(text, parent, set === null ? rects : rects.map((rect) => ({ ...rectOf(rect), right: rect.left + set })));
  }
  for (const field of document.querySelectorAll('input')) {
    if (!['text', 'search', ''].includes(field.type) || field.value === '' || field.offsetWidth === 0) continue;
    const box = field.getBoundingClientRect();
    const style = styleOf(field);
    const inner = {
      left: box.left + Number.parseFloat(style.paddingLeft),
      top: box.top + 2,
      right: box.right - Number.parseFloat(style.paddingRight),
      bottom: box.bottom - 2,
    };
    const before = lines.length;
    add(field.value, field, [inner]);
    const line = lines[before];
    if (line && field.scrollWidth > field.clientWidth + 1) {
      lines[before] = {
        ...line,
        cutBy: 'its own field',
        hasCue: (field.closest('[title]')?.getAttribute('title') ?? '').includes(field.value),
      };
    }
  }
  const frames = [...document.querySelectorAll('g[role="button"] > rect:first-child')].map((rect) => rectOf(rect.getBoundingClientRect()));
  return { lines, frames };
}
