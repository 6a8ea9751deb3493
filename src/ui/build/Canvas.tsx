import {
  applyNodeChanges,
  Background,
  type Connection,
  ConnectionMode,
  Controls,
  type EdgeChange,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type DragEvent, type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { addComponent } from '../../scenario/edit/add-component.ts';
import { drawWire } from '../../scenario/edit/draw-wire.ts';
import { insertComponent, whyNotBetween } from '../../scenario/edit/insert-component.ts';
import { moveComponent } from '../../scenario/edit/move-component.ts';
import { redirectWire } from '../../scenario/edit/redirect-wire.ts';
import { removeComponent } from '../../scenario/edit/remove-component.ts';
import { removeWire } from '../../scenario/edit/remove-wire.ts';
import { say } from '../notices.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import classes from './Build.module.css';
import { DRAGGED, dragged } from './dragged.ts';
import { edgesOf, HEIGHT, nodesOf, type PartNode, WIDTH, type WireEdge } from './graph.ts';
import { Part } from './Part.tsx';
import { perform, whereNow } from './perform.ts';
import { useRedirecting, verdictOn } from './redirecting.ts';
import { WireLine } from './WireLine.tsx';

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
  const [chosen, setChosen] = useState<{ wire: string; opened: boolean } | null>(null);
  /** The wire that a part would be put into if it were dropped now. */
  const [over, setOver] = useState<string | null>(null);
  const wires = useMemo(() => edgesOf(scenario, arm), [scenario, arm]);
  const edges = useMemo(
    () =>
      wires.map((edge): WireEdge => {
        const selected = edge.id === chosen?.wire;
        const data = { ...edge.data!, opened: selected && chosen.opened };
        return { ...edge, selected, data, ...(edge.id === over ? { className: classes.over } : {}) };
      }),
    [wires, chosen, over],
  );
  const onEdgesChange = useCallback((changes: EdgeChange<WireEdge>[]) => {
    for (const change of changes)
      if (change.type === 'select')
        setChosen((before) => (change.selected ? { wire: change.id, opened: false } : before?.wire === change.id ? null : before));
  }, []);
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
  /** The wire under the pointer that a part of a kind can be put into. */
  const wireUnder = ({ clientX, clientY }: DragEvent, kind: string) => {
    const id = document
      .elementsFromPoint(clientX, clientY)
      .map((each) => each.closest<SVGElement>('.react-flow__edge')?.dataset.id)
      .find(Boolean);
    const edge = wires.find((each) => each.id === id);
    if (!edge?.data) return null;
    const { scenario: now } = useDocument.getState();
    const into = { from: edge.source, wire: edge.data.wire, kind };
    return whyNotBetween(now, into, whereNow()) === null ? { ...into, id: edge.id } : null;
  };
  const onConnect = ({ source, target }: Connection) => perform((document) => drawWire(document, source, target, whereNow()));
  /** The menu key, and what chooses a wire, open its menu; that of a box is its button. Delete takes a wire away. */
  const onKeyDown = (event: KeyboardEvent) => {
    const asks = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    const part = event.target as Element;
    const wire = part.matches('.react-flow__edge') ? wires.find(({ id }) => id === (part as SVGElement).dataset.id) : undefined;
    if (wire?.data && (asks || event.key === 'Enter' || event.key === ' ')) setChosen({ wire: wire.id, opened: true });
    // the wire that has the focus is meant, not the box that is chosen
    else if (wire?.data && (event.key === 'Delete' || event.key === 'Backspace'))
      perform((now) => removeWire(now, wire.source, wire.data!.wire, whereNow()));
    else if (asks && part.matches('.react-flow__node')) openMenuOf(part);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section
      ref={stage}
      className={classes.canvas}
      aria-label="Canvas"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver((dragged.kind && wireUnder(event, dragged.kind)?.id) || null);
      }}
      onDragLeave={() => setOver(null)}
      onDrop={(event) => {
        const kind = event.dataTransfer.getData(DRAGGED);
        if (!kind) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(null);
        const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
        const near = { x: x - WIDTH / 2, y: y - HEIGHT / 2 };
        const into = wireUnder(event, kind);
        perform((now) => (into ? insertComponent(now, { ...into, near }, whereNow()) : addComponent(now, kind, near, whereNow())));
      }}
      onKeyDown={onKeyDown}
    >
      <ReactFlow<PartNode, WireEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODES}
        edgeTypes={EDGES}
        onNodesChange={onNodesChange}
        onConnect={onConnect}
        isValidConnection={({ source, target }) => {
          const held = useRedirecting.getState();
          const at = held?.end === 'caller' ? source : target;
          return !('why' in verdictOn(useDocument.getState().scenario, source, at, held));
        }}
        onConnectEnd={(_, { fromNode, toNode, isValid }) => {
          if (isValid || !fromNode || !toNode || fromNode === toNode) return;
          const verdict = verdictOn(useDocument.getState().scenario, fromNode.id, toNode.id, useRedirecting.getState());
          if ('why' in verdict) void say(verdict.why, 'error', 'gesture');
        }}
        reconnectRadius={9}
        onReconnectStart={(_, { source, data }, fixed) => {
          if (data) useRedirecting.setState({ from: source, wire: data.wire, end: fixed === 'source' ? 'callee' : 'caller' }, true);
        }}
        onReconnect={(_, { source, target }) => {
          const held = useRedirecting.getState();
          if (held) perform((now) => redirectWire(now, { ...held, at: held.end === 'caller' ? source : target }, whereNow()));
        }}
        onReconnectEnd={() => useRedirecting.setState(null, true)}
        onEdgesChange={onEdgesChange}
        onEdgeContextMenu={(event, edge) => {
          event.preventDefault();
          setChosen({ wire: edge.id, opened: true });
        }}
        onNodeContextMenu={(event) => {
          event.preventDefault();
          openMenuOf(event.currentTarget);
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
  'edge.a11yDescription.default':
    'Press Enter for its menu, which breaks it, leads it elsewhere or puts something between; Delete removes it.',
};

function openMenuOf(node: Element): void {
  node.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.click();
}

function keepDragged(node: PartNode, before: readonly PartNode[]): PartNode {
  const old = before.find(({ id }) => id === node.id);
  return old?.dragging ? { ...node, position: old.position, dragging: true } : { ...node, measured: old?.measured };
}

const NODES = { part: Part };
const EDGES = { wire: WireLine };
