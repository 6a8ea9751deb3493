import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { planOf } from '../../scenario/arm.ts';
import { removeWire } from '../../scenario/edit/remove-wire.ts';
import { titleIn } from '../../scenario/setting.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { BreakItems } from './BreakItems.tsx';
import { perform, whereNow } from './perform.ts';

/** All that can be done to a wire. */
export function WireMenu({ component, wire }: { component: string; wire: string }) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const { components } = planOf(scenario, arm);
  const to = wiresOf(components[component]?.calls).find(({ name }) => name === wire)?.to ?? wire;
  return (
    <Menu position="bottom" shadow="sm" width={220}>
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={22}
          aria-label={`Wire from ${titleIn(components, component)} to ${titleIn(components, to)}: break, remove`}
        >
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Break something here</Menu.Label>
        <BreakItems component={component} wire={wire} />
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => perform((document) => removeWire(document, component, wire, whereNow()))}>
          Remove the wire
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
