import { Menu } from '@mantine/core';
import { planOf } from '../../scenario/arm.ts';
import { titleIn } from '../../scenario/setting.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { BreakItems } from './BreakItems.tsx';
import { WatchItems } from './WatchItems.tsx';

/** What can be broken and watched at a box of the picture, or at the wires from it to another one; opens at a point of the window [px]. */
export default function PartMenu({
  component,
  to,
  x,
  y,
  onClose,
}: {
  component: string;
  /** The component at the other end of the wires that it is about. */
  to?: string;
  x: number;
  y: number;
  onClose(): void;
}) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const { components } = planOf(scenario, arm);
  const wires = to === undefined ? [] : wiresOf(components[component]?.calls).filter((wire) => wire.to === to);
  const name = titleIn(components, component);
  return (
    <Menu opened onClose={onClose} position="bottom-start" offset={2} shadow="sm" width={250} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <span aria-hidden="true" style={{ position: 'fixed', left: x, top: y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown
        mah="70vh"
        style={{ overflowY: 'auto' }}
        aria-label={to === undefined ? name : `${name} to ${titleIn(components, to)}`}
      >
        {to === undefined ? (
          <>
            <Menu.Label>Break something at {name}</Menu.Label>
            <BreakItems component={component} />
          </>
        ) : (
          wires.map((wire) => (
            <div key={wire.name} role="none">
              <Menu.Label>
                Break the wire from {name} to {titleIn(components, to)}
                {wires.length > 1 ? `, ${wire.name}` : ''}
              </Menu.Label>
              <BreakItems component={component} wire={wire.name} />
            </div>
          ))
        )}
        <Menu.Divider />
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item>Watch {name}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown mah={420} style={{ overflowY: 'auto' }}>
            <WatchItems component={component} />
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        {to !== undefined && (
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item>Watch {titleIn(components, to)}</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown mah={420} style={{ overflowY: 'auto' }}>
              <WatchItems component={to} />
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
