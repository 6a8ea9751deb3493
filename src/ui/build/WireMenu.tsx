import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { planOf } from '../../scenario/arm.ts';
import { descriptions } from '../../scenario/descriptions.ts';
import { insertComponent, whyNotBetween } from '../../scenario/edit/insert-component.ts';
import { canRedirect, redirectWire } from '../../scenario/edit/redirect-wire.ts';
import { removeWire } from '../../scenario/edit/remove-wire.ts';
import { titleIn } from '../../scenario/setting.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { BreakItems } from './BreakItems.tsx';
import { perform, whereNow } from './perform.ts';

interface WireMenuProps {
  component: string;
  wire: string;
  /** Whether it is open from the start: somebody has asked for it. */
  opened?: boolean;
}

/** All that can be done to a wire: break it, lead it elsewhere, put something between, remove it. */
export function WireMenu({ component, wire, opened = false }: WireMenuProps) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const { components } = planOf(scenario, arm);
  const to = wiresOf(components[component]?.calls).find(({ name }) => name === wire)?.to ?? wire;
  return (
    <Menu defaultOpened={opened} position="bottom" shadow="sm" width={220}>
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={22}
          aria-label={`Wire from ${titleIn(components, component)} to ${titleIn(components, to)}: break, lead elsewhere, remove`}
        >
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
        <Menu.Label>Break something here</Menu.Label>
        <BreakItems component={component} wire={wire} />
        <Menu.Divider />
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item>Lead to</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown mah={420} style={{ overflowY: 'auto' }}>
            <LeadItems component={component} wire={wire} />
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item>Put between</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            <BetweenItems component={component} wire={wire} />
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        <Menu.Divider />
        <Menu.Item color="var(--error-text)" onClick={() => perform((document) => removeWire(document, component, wire, whereNow()))}>
          Remove the wire
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What else it can lead to, and what it cannot with the reason. */
function LeadItems({ component, wire }: WireMenuProps) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const { components } = planOf(scenario, arm);
  const to = wiresOf(components[component]?.calls).find(({ name }) => name === wire)?.to;
  const others = Object.keys(components).filter((id) => id !== component && id !== to);
  if (others.length === 0) return <Menu.Label>There is nothing else yet.</Menu.Label>;
  return others.map((at) => {
    const wanted = { from: component, wire, end: 'callee', at } as const;
    const verdict = canRedirect(scenario, wanted, whereNow());
    const why = 'why' in verdict ? verdict.why : undefined;
    return (
      <Menu.Item
        key={at}
        disabled={why !== undefined}
        title={why}
        onClick={() => perform((document) => redirectWire(document, wanted, whereNow()))}
      >
        {titleIn(components, at)}
      </Menu.Item>
    );
  });
}

/** The kinds of component that can stand between its ends. */
function BetweenItems({ component, wire }: WireMenuProps) {
  const scenario = useDocument((state) => state.scenario);
  const kinds = descriptions.components.filter(
    ({ id }) => whyNotBetween(scenario, { from: component, wire, kind: id }, whereNow()) === null,
  );
  if (kinds.length === 0) return <Menu.Label>Nothing fits between these two.</Menu.Label>;
  return kinds.map(({ id, title }) => (
    <Menu.Item key={id} onClick={() => perform((document) => insertComponent(document, { from: component, wire, kind: id }, whereNow()))}>
      {title}
    </Menu.Item>
  ));
}
