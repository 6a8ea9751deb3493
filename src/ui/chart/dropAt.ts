/** Where a thing that is dragged over others would be dropped. */
export interface DropPlace {
  /** It would stand before this one, from 0; as many as there are: behind all. */
  before: number;
  /** The one next to the pointer, and at which of its sides. */
  beside: number;
  side: 'left' | 'right' | 'top' | 'bottom';
}

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/** Beside the box that is nearest to the pointer, in its row if it is in one: at its nearer side, above or below it where boxes stand in one column [px]. */
export function dropAt(boxes: readonly Box[], { x, y }: { x: number; y: number }): DropPlace {
  const away = ({ left, right, top, bottom }: Box) => Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  // those level with the pointer come first, however far they are
  const level = boxes.filter(({ top, bottom }) => y >= top && y < bottom);
  const nearest = (level.length > 0 ? level : boxes).reduce((a, b) => (away(b) < away(a) ? b : a));
  const beside = boxes.indexOf(nearest);
  const { left, right, top, bottom } = boxes[beside];
  const isColumn = boxes.every((box) => box.left === boxes[0].left);
  const isBefore = isColumn ? y < (top + bottom) / 2 : x < (left + right) / 2;
  const side = isColumn ? (isBefore ? 'top' : 'bottom') : isBefore ? 'left' : 'right';
  return { before: isBefore ? beside : beside + 1, beside, side };
}
