import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { Fault } from '../../scenario/edit/faults-of.ts';
import { armsOf, BASE } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { breakable, breakIt } from './breakEntries.ts';

/** What can be broken here, faults and load apart; in all arms, or in the one that is looked at. */
export function BreakItems({ component, wire }: { component: string; wire?: string }) {
  const arms = armsOf(useDocument((state) => state.scenario));
  const arm = useSession((state) => state.arm);
  // what happens in the base happens in every arm
  const canChoose = arms.length > 1 && arm !== BASE;
  const [only, setOnly] = useState(false);
  const faults = breakable(component, wire);
  const group = (name: Fault['group']) => faults.filter((fault) => fault.group === name);
  const item = (fault: Fault) => (
    <Menu.Item key={fault.id} onClick={() => breakIt(fault, component, wire, only && canChoose ? [arm] : undefined)}>
      {fault.label}
    </Menu.Item>
  );
  const title = arms.find(({ id }) => id === arm)?.title ?? arm;
  if (faults.length === 0) return <Menu.Label>Nothing here can be broken.</Menu.Label>;
  return (
    <>
      {arms.length > 1 && <Menu.Label>{canChoose && only ? `Only in ${title}` : 'In all arms'}</Menu.Label>}
      {canChoose && (
        <Menu.CheckboxItem checked={only} onChange={setOnly} closeMenuOnClick={false}>
          Only in {title}
        </Menu.CheckboxItem>
      )}
      {group('fault').map(item)}
      {group('load').length > 0 && (
        <>
          <Menu.Divider />
          <Menu.Label>Load</Menu.Label>
          {group('load').map(item)}
        </>
      )}
    </>
  );
}
