import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import type { NodeContents } from '../../../host/look/contents.ts';
import classes from './Contents.module.css';
import { usePaint } from './paint.ts';

/** Lists up to this length are shown key by key. */
const MOST_CHIPS = 120;
/** Side of a cell, by how many there are [px]. */
const cellFor = (count: number) => (count <= 400 ? 12 : count <= 1_200 ? 8 : 6);

/** One list of the eviction policy: what it looks at next stands first. */
export function ShelfRow({ shelf, keys, last }: { shelf: NodeContents['shelves'][number]; keys: number; last: number | null }) {
  return (
    <div className={classes.shelf} data-ghost={shelf.ghost || undefined}>
      <h3>
        {shelf.title}
        <span>
          {shelf.length.toLocaleString('en')} {shelf.ghost ? 'remembered' : shelf.length === 1 ? 'key' : 'keys'}
          {shelf.length > MOST_CHIPS && ', dark for the first numbers, pale for the last'}
        </span>
      </h3>
      {shelf.length === 0 ? (
        <p className={classes.says}>empty</p>
      ) : shelf.length <= MOST_CHIPS ? (
        <ol className={classes.chips}>
          {shelf.keys.map((key, i) => (
            <li key={key} data-hand={key === shelf.hand || undefined} data-last={key === last || undefined}>
              {key}
              {shelf.marks && <sup>{shelf.marks[i]}</sup>}
            </li>
          ))}
        </ol>
      ) : (
        <Cells shelf={shelf} keys={keys} />
      )}
    </div>
  );
}

/** A long list as cells: how popular each key is, by its number, and where the hand is. */
function Cells({ shelf, keys }: { shelf: NodeContents['shelves'][number]; keys: number }) {
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = usePaint();
  const cell = cellFor(shelf.keys.length);
  const columns = Math.max(1, Math.floor(width / cell));
  const height = Math.ceil(shelf.keys.length / columns) * cell;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    const scale = window.devicePixelRatio || 1;
    context.canvas.width = Math.floor(width * scale);
    context.canvas.height = Math.floor(height * scale);
    context.scale(scale, scale);
    shelf.keys.forEach((key, i) => {
      const x = (i % columns) * cell;
      const y = Math.floor(i / columns) * cell;
      context.fillStyle = key === shelf.hand ? paint.wrong : shelf.marks && shelf.marks[i] > 0 ? paint.held : paint.popular;
      context.globalAlpha = key === shelf.hand ? 1 : 0.95 - 0.8 * Math.sqrt(Math.min(1, key / keys));
      context.fillRect(x, y, cell - 1, cell - 1);
    });
    context.globalAlpha = 1;
  }, [shelf, keys, width, height, cell, columns, paint]);
  const marked = shelf.marks?.reduce((sum, mark) => sum + (mark > 0 ? 1 : 0), 0);
  return (
    <div ref={ref}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${shelf.title}: ${shelf.length} keys${marked === undefined ? '' : `, ${marked} of them marked`}`}
        style={{ width, height, display: 'block' }}
      />
    </div>
  );
}
