import { Handle, type NodeProps, Position, useConnection } from '@xyflow/react';
import { memo, type SyntheticEvent, useMemo } from 'react';
import { componentsAt, planOf } from '../../scenario/arm.ts';
import { componentOf } from '../../scenario/descriptions.ts';
import { armsOf, type Scenario } from '../../scenario/scenario.ts';
import { unwired } from '../../scenario/unwired.ts';
import { useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { usePlayhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { ComponentBox } from '../topology/ComponentBox.tsx';
import classes from './Build.module.css';
import ComponentMenu from './ComponentMenu.tsx';
import { HEIGHT, type PartNode, WIDTH } from './graph.ts';
import { useRedirecting, verdictOn } from './redirecting.ts';

/** A box with its two ports; says what it lacks. */
export const Part = memo(function Part({ id }: NodeProps<PartNode>) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const selected = useSession((state) => state.component === id);
  const now = usePlayhead();
  // what runs have come to is drawn as it comes
  useResults();
  const from = useConnection(({ fromNode }) => fromNode?.id ?? null);
  const redirecting = useRedirecting();
  const plan = useMemo(() => planOf(scenario, arm).components, [scenario, arm]);
  const doc = useMemo(() => componentsAt(scenario, arm, now)[id] ?? plan[id] ?? anywhere(scenario, id), [scenario, arm, now, id, plan]);
  const lacks = useMemo(() => unwired(scenario, arm)[id] ?? [], [scenario, arm, id]);
  const description = doc && componentOf(doc.kind);
  if (!doc || !description) return null;
  const fits = from === null || from === id ? null : !('why' in verdictOn(scenario, from, id, redirecting));
  return (
    <div
      className={classes.node}
      data-fits={fits ?? undefined}
      data-unfit={fits === false || undefined}
      data-lacks={lacks.length > 0 || undefined}
    >
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
        <ComponentBox
          box={{ id, x: 0, y: 0 }}
          width={WIDTH}
          height={HEIGHT}
          doc={doc}
          description={description}
          arm={arm}
          now={now}
          selected={selected}
          still
        />
      </svg>
      <Handle
        id="in"
        type="source"
        position={Position.Left}
        className={classes.port}
        isConnectable={description.takes.length > 0 || undefined}
      />
      <Handle id="out" type="source" position={Position.Right} className={classes.port} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is pressed in the menu is not meant for the box */}
      <span className={`${classes.nodeMenu} nodrag nopan nokey`} onKeyDown={stop} onClick={stop} onPointerDown={stop} onDoubleClick={stop}>
        <ComponentMenu id={id} />
      </span>
      {lacks.length > 0 && <p className={classes.lacks}>{lacks[0]}</p>}
    </div>
  );
});

const stop = (event: SyntheticEvent) => event.stopPropagation();

function anywhere(scenario: Scenario, id: string) {
  return armsOf(scenario)
    .map((each) => planOf(scenario, each.id).components[id])
    .find(Boolean);
}
