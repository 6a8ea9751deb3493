import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Accesses } from '../../../host/look/accesses.ts';
import type { NodeContents } from '../../../host/look/contents.ts';
import { formatNumber, formatSpan } from '../../quantity.ts';
import classes from './Contents.module.css';
import { colourOf, usePaint } from './paint.ts';

/** More keys than this are not drawn one by one: the rest is seldom asked for, and too small to see. */
const MOST_KEYS = 40_000;

/** A cell a key, in the order of their numbers: which are in the cache, since when, and whether what is there is still true. */
export function KeyMap({ contents, accesses, last }: { contents: NodeContents; accesses: Accesses; last: number | null }) {
  const { ref, width, height } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = usePaint();
  const [over, setOver] = useState<number | null>(null);
  const universe = useMemo(
    () =>
      Math.min(
        MOST_KEYS,
        accesses.key.reduce((most, key) => Math.max(most, key + 1), 1),
      ),
    [accesses],
  );
  const cell = Math.max(1, Math.min(16, Math.floor(Math.sqrt((width * height) / universe))));
  const columns = Math.max(1, Math.floor(width / cell));
  const rowOf = useMemo(() => new Map(Array.from(contents.keys, (key, row) => [key, row])), [contents]);
  const oldest = useMemo(() => contents.age.reduce((most, age) => Math.max(most, age), 1), [contents]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    const scale = window.devicePixelRatio || 1;
    context.canvas.width = Math.floor(width * scale);
    context.canvas.height = Math.floor(height * scale);
    context.scale(scale, scale);
    const gap = cell > 3 ? 1 : 0;
    context.fillStyle = paint.empty;
    for (let key = 0; key < universe; key++)
      context.fillRect((key % columns) * cell, Math.floor(key / columns) * cell, cell - gap, cell - gap);
    contents.keys.forEach((key, row) => {
      if (key >= universe) return;
      const x = (key % columns) * cell;
      const y = Math.floor(key / columns) * cell;
      const expired = contents.left[row] === 0;
      context.globalAlpha = 1;
      context.fillStyle = contents.wrong[row] === 1 ? paint.wrong : expired ? paint.expired : paint.held;
      // half of the run's age looks half as strong on a root scale: most entries are young
      context.globalAlpha = contents.wrong[row] === 1 || expired ? 0.9 : 1 - 0.75 * Math.sqrt(contents.age[row] / oldest);
      context.fillRect(x, y, cell - gap, cell - gap);
    });
    context.globalAlpha = 1;
    if (last === null || last >= universe || cell < 3) return;
    context.strokeStyle = paint.popular;
    context.strokeRect((last % columns) * cell - 0.5, Math.floor(last / columns) * cell - 0.5, cell, cell);
  }, [contents, last, width, height, cell, columns, universe, oldest, paint]);
  const point = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const key = Math.floor((event.clientY - box.top) / cell) * columns + Math.floor((event.clientX - box.left) / cell);
    setOver(key < universe ? key : null);
  };
  const row = over === null ? undefined : rowOf.get(over);
  const words = `${formatNumber(contents.held)} of ${formatNumber(universe)} keys are in the cache`;
  return (
    <>
      <div ref={ref} className={classes.canvas}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={words}
          style={{ width, height }}
          onPointerMove={point}
          onPointerLeave={() => setOver(null)}
        />
      </div>
      <p className={classes.says}>
        {over === null ? (
          <Legend />
        ) : row === undefined ? (
          `Key ${over.toLocaleString('en')} is not in the cache`
        ) : (
          `Key ${over.toLocaleString('en')}: in for ${formatSpan(contents.age[row] / 1_000)}, used ${formatNumber(contents.uses[row])} times${
            contents.left[row] === Number.POSITIVE_INFINITY
              ? ''
              : contents.left[row] === 0
                ? ', expired'
                : `, fresh for ${formatSpan(contents.left[row] / 1_000)} more`
          }${contents.wrong[row] === 1 ? ', no longer true' : ''}`
        )}
      </p>
    </>
  );
}

function Legend() {
  return (
    <>
      <i style={{ background: colourOf('held') }} /> in the cache <i style={{ background: colourOf('expired') }} /> expired{' '}
      <i style={{ background: colourOf('wrong') }} /> no longer true <i style={{ background: colourOf('empty') }} /> not in the cache
    </>
  );
}
