import {
  applyNodeChanges,
  Background,
  BaseEdge,
  type Connection,
  ConnectionMode,
  Controls,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  Handle,
  type Node,
  type NodeChange,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useConnection,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { memo, type SyntheticEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { componentsAt, planOf } from '../../scenario/arm.ts';
import { componentOf } from '../../scenario/descriptions.ts';
import { addComponent } from '../../scenario/edit/add-component.ts';
import { canWire } from '../../scenario/edit/can-wire.ts';
import { drawWire } from '../../scenario/edit/draw-wire.ts';
import { moveComponent } from '../../scenario/edit/move-component.ts';
import { removeComponent } from '../../scenario/edit/remove-component.ts';
import { removeWire } from '../../scenario/edit/remove-wire.ts';
import { armsOf, type Scenario } from '../../scenario/scenario.ts';
import { unwired } from '../../scenario/unwired.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { say } from '../notices.ts';
import { useDocument } from '../store/document.ts';
import { usePlayhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { ComponentBox } from '../topology/ComponentBox.tsx';
import { layoutOf } from '../topology/layout.ts';
import classes from './Build.module.css';
import ComponentMenu from './ComponentMenu.tsx';
import { DRAGGED } from './Palette.tsx';
import { perform, whereNow } from './perform.ts';
import { WireMenu } from './WireMenu.tsx';

/** Size of a box [px]. */
const WIDTH = 184;
const HEIGHT = 82;
/** From one column of boxes to the next, where they find their places themselves [px]. */
const COLUMN = WIDTH + 76;

type PartNode = Node<{ arm: string }, 'part'>;
type WireEdge = Edge<{ wire: string; ghost: boolean }, 'wire'>;

/** The system to build at: boxes to move, ports to draw wires between. */
export default function Canvas() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  );
}

function Flow() {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const selected = useSession((state) => state.component);
  const { screenToFlowPosition, flowToScreenPosition, fitView } = useReactFlow();
  const stage = useRef<HTMLElement>(null);
  const wanted = useMemo(() => nodesOf(scenario, arm, selected), [scenario, arm, selected]);
  const [nodes, setNodes] = useState<PartNode[]>(wanted);
  // what a hand is moving stays under it
  useEffect(() => setNodes((before) => wanted.map((node) => keepDragged(node, before))), [wanted]);
  const edges = useMemo(() => edgesOf(scenario, arm), [scenario, arm]);
  const visit = useDocument((state) => state.visit);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another system is looked at as a whole
  useEffect(() => {
    const frame = requestAnimationFrame(() => void fitView({ padding: 0.15, maxZoom: 1 }));
    return () => cancelAnimationFrame(frame);
  }, [visit, fitView]);
  // what has come or gone is not to be looked for
  const there = wanted.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when another box is there, not when one is moved
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const room = stage.current?.getBoundingClientRect();
      const isSeen = ({ position: { x, y } }: PartNode) => {
        const [from, to] = [flowToScreenPosition({ x, y }), flowToScreenPosition({ x: x + WIDTH, y: y + HEIGHT })];
        return !room || (from.x >= room.left && to.x <= room.right && from.y >= room.top && to.y <= room.bottom);
      };
      if (!wanted.every(isSeen)) void fitView({ padding: 0.15, maxZoom: 1 });
    });
    return () => cancelAnimationFrame(frame);
  }, [there]);
  const onNodesChange = useCallback((changes: NodeChange<PartNode>[]) => {
    setNodes((before) =>
      applyNodeChanges(
        changes.filter(({ type }) => type !== 'remove' && type !== 'select'),
        before,
      ),
    );
    for (const change of changes)
      if (change.type === 'position' && change.dragging === false && change.position) {
        const { id, position } = change;
        perform((document) => moveComponent(document, id, position), { quietly: true });
      }
  }, []);
  const onConnect = ({ source, target }: Connection) => perform((document) => drawWire(document, source, target, whereNow()));
  return (
    <section
      ref={stage}
      className={classes.canvas}
      aria-label="Canvas"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={(event) => {
        const kind = event.dataTransfer.getData(DRAGGED);
        if (!kind) return;
        event.preventDefault();
        event.stopPropagation();
        const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
        perform((document) => addComponent(document, kind, { x: x - WIDTH / 2, y: y - HEIGHT / 2 }, whereNow()));
      }}
    >
      <ReactFlow<PartNode, WireEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODES}
        edgeTypes={EDGES}
        onNodesChange={onNodesChange}
        onConnect={onConnect}
        isValidConnection={({ source, target }) => !('why' in canWire(useDocument.getState().scenario, source, target, whereNow()))}
        onConnectEnd={(_, { fromNode, toNode, isValid }) => {
          if (isValid || !fromNode || !toNode || fromNode === toNode) return;
          const verdict = canWire(useDocument.getState().scenario, fromNode.id, toNode.id, whereNow());
          if ('why' in verdict) void say(verdict.why, 'error', 'gesture');
        }}
        onNodeClick={(_, node) => useSession.getState().choose({ component: node.id })}
        onBeforeDelete={async ({ nodes: gone, edges: cut }) => {
          for (const { id } of gone) perform((document) => removeComponent(document, id, whereNow()));
          if (gone.length === 0)
            for (const { source, data } of cut) if (data) perform((document) => removeWire(document, source, data.wire, whereNow()));
          return false;
        }}
        connectionMode={ConnectionMode.Loose}
        connectionRadius={40}
        deleteKeyCode={['Delete', 'Backspace']}
        multiSelectionKeyCode={null}
        selectionKeyCode={null}
        minZoom={0.3}
        maxZoom={1.5}
        fitView
        fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
        proOptions={{ hideAttribution: false }}
        ariaLabelConfig={ARIA}
      >
        <Background gap={24} size={1} color="var(--line)" />
        <Controls showInteractive={false} position="bottom-right" />
      </ReactFlow>
      {nodes.length === 0 && <p className={classes.empty}>Nothing here yet. Drag a part in from the left, or begin with a pattern.</p>}
    </section>
  );
}

const ARIA = {
  'node.a11yDescription.default': 'Press Enter to choose it; its menu wires, breaks, renames and removes it.',
  'node.a11yDescription.keyboardDisabled': 'Arrow keys move it, Delete removes it, Escape lets go.',
  'edge.a11yDescription.default': 'Press Enter to choose the wire, Delete removes it.',
};

function keepDragged(node: PartNode, before: readonly PartNode[]): PartNode {
  const old = before.find(({ id }) => id === node.id);
  return old?.dragging ? { ...node, position: old.position, dragging: true } : { ...node, measured: old?.measured };
}

/** Boxes of every arm; those that the one that is looked at does not have are drawn as ghosts. */
function nodesOf(scenario: Scenario, arm: string, selected: string): PartNode[] {
  const here = planOf(scenario, arm).components;
  const all = { ...here };
  for (const { id } of armsOf(scenario)) for (const [each, doc] of Object.entries(planOf(scenario, id).components)) all[each] ??= doc;
  const columns = new Set(layoutOf(all, COLUMN * Object.keys(all).length).boxes.map(({ x }) => x)).size;
  const laidOut = layoutOf(all, COLUMN * columns);
  return laidOut.boxes.map(({ id, x, y }) => ({
    id,
    type: 'part',
    position: scenario.layout?.[id] ?? { x, y },
    data: { arm },
    selected: id === selected,
    width: WIDTH,
    height: HEIGHT,
    ariaLabel: `${all[id].title ?? id}, ${componentOf(all[id].kind)?.title ?? all[id].kind}`,
    className: Object.hasOwn(here, id) ? undefined : classes.ghost,
  }));
}

function edgesOf(scenario: Scenario, arm: string): WireEdge[] {
  const found = new Map<string, WireEdge>();
  const note = (id: string, ghost: boolean) => {
    for (const [from, { calls }] of Object.entries(planOf(scenario, id).components))
      for (const { name, to } of wiresOf(calls)) {
        const key = `${from} ${name} ${to}`;
        if (!found.has(key))
          found.set(key, {
            id: key,
            type: 'wire',
            source: from,
            target: to,
            sourceHandle: 'out',
            targetHandle: 'in',
            data: { wire: name, ghost },
            ariaLabel: `Wire from ${from} to ${to}`,
          });
      }
  };
  note(arm, false);
  for (const { id } of armsOf(scenario)) if (id !== arm) note(id, true);
  return [...found.values()];
}

/** A box with its two ports; says what it lacks. */
const Part = memo(function Part({ id }: NodeProps<PartNode>) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const selected = useSession((state) => state.component === id);
  const now = usePlayhead();
  const from = useConnection(({ fromNode }) => fromNode?.id ?? null);
  const plan = useMemo(() => planOf(scenario, arm).components, [scenario, arm]);
  const doc = useMemo(() => componentsAt(scenario, arm, now)[id] ?? plan[id] ?? anywhere(scenario, id), [scenario, arm, now, id, plan]);
  const lacks = useMemo(() => unwired(scenario, arm)[id] ?? [], [scenario, arm, id]);
  const description = doc && componentOf(doc.kind);
  if (!doc || !description) return null;
  const fits = from === null || from === id ? null : !('why' in canWire(scenario, from, id, whereNow()));
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

function Wire({ id, source, data, selected, sourceX, sourceY, targetX, targetY }: EdgeProps<WireEdge>) {
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
          <span className={classes.edgeMenu} style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
            <WireMenu component={source} wire={data.wire} />
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const NODES = { part: Part };
const EDGES = { wire: Wire };
