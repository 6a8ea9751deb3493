import { type RefObject, useLayoutEffect, useState } from 'react';

/**
 * An element's inner size [whole px], kept up to date; 0 before it is known.
 *
 * Not Mantine's `useElementSize`: that tells a size a frame after it has changed, so that a plot is painted once in its old
 * size while its box is dragged, renders for parts of a pixel, and measures the box with its padding and border.
 */
export function useSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      const height = Math.floor(entry.contentRect.height);
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
