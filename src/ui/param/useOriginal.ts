import { useMemo } from 'react';
import { planOf } from '../../scenario/arm.ts';
import { armsOf, BASE } from '../../scenario/scenario.ts';
import { targetOf } from '../../scenario/setting.ts';
import type { Param } from '../../sim/param/param.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';

/** The value that a parameter of an arm began with in the scenario that was opened, or its default where it was not there. */
export function useOriginal(path: string, param: Param, of?: string): unknown {
  const opened = useDocument((state) => state.opened);
  const arm = useSession((state) => of ?? state.arm);
  return useMemo(() => {
    const known = armsOf(opened).some(({ id }) => id === arm) ? arm : BASE;
    const target = targetOf(planOf(opened, known).components, path);
    return target.kind === 'param' && target.param === param ? target.value : param.default;
  }, [opened, arm, path, param]);
}
