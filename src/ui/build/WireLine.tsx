import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, Position } from '@xyflow/react';
import type { SyntheticEvent } from 'react';
import classes from './Build.module.css';
import type { WireEdge } from './graph.ts';
import { WireMenu } from './WireMenu.tsx';

/** A wire between two ports; with its menu while it is chosen. */
export function WireLine({ id, source, data, selected, sourceX, sourceY, targetX, targetY }: EdgeProps<WireEdge>) {
  const [path, x, y] = getBezierPath({
    sourceX,
    sourceY,
    sourcePosition: Position.Right,
    targetX,
    targetY,
    targetPosition: Position.Left,
  });
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={classes.edge}
        style={data?.ghost ? { strokeDasharray: '3 5' } : undefined}
        interactionWidth={18}
      />
      {selected && data && (
        <EdgeLabelRenderer>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: what is pressed in the menu is not meant for the wire */}
          <span
            className={`${classes.edgeMenu} nodrag nopan nokey`}
            onKeyDown={stop}
            onClick={stop}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            <WireMenu key={String(data.opened)} component={source} wire={data.wire} opened={data.opened} />
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const stop = (event: SyntheticEvent) => event.stopPropagation();
