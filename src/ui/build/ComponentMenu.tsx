import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { planOf } from '../../scenario/arm.ts';
import { canWire } from '../../scenario/edit/can-wire.ts';
import { drawWire } from '../../scenario/edit/draw-wire.ts';
import { duplicateComponent } from '../../scenario/edit/duplicate-component.ts';
import { moveComponent } from '../../scenario/edit/move-component.ts';
import { removeComponent } from '../../scenario/edit/remove-component.ts';
import { removeWire } from '../../scenario/edit/remove-wire.ts';
import { titleIn } from '../../scenario/setting.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { BreakItems } from './BreakItems.tsx';
import { perform, whereNow } from './perform.ts';
import { WatchItems } from './WatchItems.tsx';

const RenameDialog = lazy(() => import('./RenameDialog.tsx'));

/** All that can be done to a component: break, watch, wire, rename, duplicate, remove. */
export default function ComponentMenu({ id, opened = false }: { id: string; opened?: boolean }) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const [renaming, setRenaming] = useState(false);
  const { components } = planOf(scenario, arm);
  const name = titleIn(components, id);
  return (
    <>
      <Menu defaultOpened={opened} position="bottom-start" shadow="sm" width={230}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={22} aria-label={`${name}: break, watch, wire, rename …`}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item>Break something here</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown mah={420} style={{ overflowY: 'auto' }}>
              <BreakItems component={id} />
            </Menu.Sub.Dropdown>
          </Menu.Sub>
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item>Watch</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown mah={420} style={{ overflowY: 'auto' }}>
              <WatchItems component={id} />
            </Menu.Sub.Dropdown>
          </Menu.Sub>
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item>Wire to</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown>
              <WireItems id={id} />
            </Menu.Sub.Dropdown>
          </Menu.Sub>
          <Menu.Divider />
          <Menu.Item onClick={() => setRenaming(true)}>Rename</Menu.Item>
          <Menu.Item onClick={() => perform((document) => duplicateComponent(document, id, whereNow()))}>Duplicate</Menu.Item>
          {scenario.layout?.[id] && (
            <Menu.Item onClick={() => perform((document) => moveComponent(document, id, null))}>Let it find its place</Menu.Item>
          )}
          <Menu.Item color="var(--error-text)" onClick={() => perform((document) => removeComponent(document, id, whereNow()))}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && (
        <Suspense>
          <RenameDialog id={id} name={name} onClose={() => setRenaming(false)} />
        </Suspense>
      )}
    </>
  );
}

/** What it can be wired to, what it cannot with the reason, and the wires that it has. */
function WireItems({ id }: { id: string }) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const { components } = planOf(scenario, arm);
  const wires = wiresOf(components[id]?.calls);
  const others = Object.keys(components).filter((other) => other !== id && !wires.some(({ to }) => to === other));
  return (
    <>
      {others.map((other) => {
        const verdict = canWire(scenario, id, other, whereNow());
        const why = 'why' in verdict ? verdict.why : null;
        return (
          <Menu.Item
            key={other}
            disabled={why !== null}
            title={why ?? undefined}
            onClick={() => perform((document) => drawWire(document, id, other, whereNow()))}
          >
            {titleIn(components, other)}
          </Menu.Item>
        );
      })}
      {others.length === 0 && wires.length === 0 && <Menu.Label>There is nothing else yet.</Menu.Label>}
      {wires.length > 0 && <Menu.Divider />}
      {wires.map(({ name, to }) => (
        <Menu.Item key={name} color="var(--error-text)" onClick={() => perform((document) => removeWire(document, id, name, whereNow()))}>
          Remove the wire to {titleIn(components, to)}
        </Menu.Item>
      ))}
    </>
  );
}
