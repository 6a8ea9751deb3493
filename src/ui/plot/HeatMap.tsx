import { useMemo } from 'react';
import { type Cells, strengthsOf } from './heatMap.ts';
import { type Plotted, usePlot } from './Plot.tsx';

/** Cells of one colour, the stronger the fuller. @param colour as a canvas takes it */
export function HeatMap({ cells, colour }: { cells: Cells; colour: string }) {
  const plotted = usePlot();
  const picture = useMemo(() => pictureOf(cells, plotted, colour), [cells, plotted, colour]);
  const { x, area } = plotted;
  // columns go on beyond the last moment where the bins do not fill them
  const column = x(cells.columnWidth) - x(0);
  return (
    <svg x={area.left} y={area.top} width={area.right - area.left} height={area.bottom - area.top} data-cells={cells.columns}>
      <title>Heat map</title>
      <image
        href={picture}
        width={column * cells.columns}
        height={area.bottom - area.top}
        preserveAspectRatio="none"
        style={{ imageRendering: 'pixelated' }}
      />
    </svg>
  );
}

/** A pixel a column, and one a pixel of the plot's height. */
function pictureOf(cells: Cells, { y, area }: Plotted, colour: string): string {
  const strengths = strengthsOf(cells, y, area);
  const canvas = document.createElement('canvas');
  canvas.width = cells.columns;
  canvas.height = strengths.length / cells.columns;
  const context = canvas.getContext('2d');
  if (!context) return '';
  const image = context.createImageData(canvas.width, canvas.height);
  strengths.forEach((strength, i) => {
    image.data[4 * i + 3] = strength;
  });
  context.putImageData(image, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = colour;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas.toDataURL();
}
