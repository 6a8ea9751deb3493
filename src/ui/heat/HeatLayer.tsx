import { armVariable } from '../chart/armStyles.ts';
import { HeatMap } from '../plot/HeatMap.tsx';
import type { Cells } from '../plot/heatMap.ts';
import { usePaint } from '../plot/usePaint.ts';

/** An arm's values as cells of its colour. @param index of the arm */
export default function HeatLayer({ cells, index }: { cells: Cells; index: number }) {
  const { colour } = usePaint(armVariable(index));
  return <HeatMap cells={cells} colour={colour} />;
}
