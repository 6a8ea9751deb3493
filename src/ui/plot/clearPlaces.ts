interface Place {
  x: number;
  y: number;
}

/** A letter takes so much to the left of its place, and another line this near would be taken for its own [px]. */
const WIDTH = 12;
const CLEAR = 14;
const STEP = 4;

/**
 * Where each line's letter stands: as far to the right as the line has no other near it, so that two that end together are
 * told apart where they differ; where none is clear, at the place farthest from the others. No letter stands on another.
 * @param lines points from left to right [px] @param heightOf where the letter of a place on a line stands [px]
 */
export function clearPlaces(lines: readonly (readonly Place[])[], heightOf: (y: number) => number = (y) => y): readonly Place[] {
  const taken: Place[] = [];
  const isTaken = (at: Place) => taken.some(({ x, y }) => Math.abs(x - at.x) < WIDTH && Math.abs(heightOf(y) - heightOf(at.y)) < CLEAR);
  return lines.map((line, own) => {
    const others = lines.filter((_, i) => i !== own);
    const room = (x: number) => {
      const height = heightAt(line, x);
      return Math.min(...others.map((other) => Math.abs(heightAt(other, x) - height)), Number.POSITIVE_INFINITY);
    };
    const left = line[0].x;
    const end = line[line.length - 1];
    let best = end;
    let most = -1;
    for (let x = end.x; x >= left; x -= STEP) {
      const at = { x, y: heightAt(line, x) };
      const clear = Math.min(room(x), room(Math.max(left, x - WIDTH)));
      if (clear > most && !isTaken(at)) [best, most] = [at, clear];
      if (most >= CLEAR) break;
    }
    taken.push(best);
    return best;
  });
}

/** The height of a line at some x; of its nearer end beyond its ends. */
function heightAt(line: readonly Place[], x: number): number {
  if (x <= line[0].x) return line[0].y;
  for (let i = 1; i < line.length; i++) {
    const [from, to] = [line[i - 1], line[i]];
    if (x <= to.x) return from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
  }
  return line[line.length - 1].y;
}
