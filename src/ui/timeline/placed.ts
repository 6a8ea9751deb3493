import type { ChangeDoc } from '../../scenario/scenario.ts';
import { standingOut } from '../chart/standingOut.ts';

/** A change with where it is written: in the base, or in an arm. */
export interface Flag {
  arm: string;
  index: number;
  change: ChangeDoc;
}

export interface PlacedFlag {
  flag: Flag;
  row: 'above' | 'below';
  /** Its label ends at the flag: there is no room behind it. */
  leftward: boolean;
  /** Room for its label, as a share of the track. */
  room: number;
}

/** Changes that have one mark together: those of a recorded curve. */
export interface PlacedGroup {
  /** In the order of their times. */
  flags: readonly Flag[];
  from: number;
  to: number;
  room: number;
}

/** Changes nearer to each other than this are one group, where they are too many for flags of their own [share of the run]. */
const NEAR = 1 / 60;

/**
 * Where the changes stand on the track. Labels of flags take turns above and below it, and end where the next one in their
 * row begins; two that face each other share. Where there are groups, their labels are those above.
 */
export function placed(flags: readonly Flag[], duration: number): { flags: readonly PlacedFlag[]; groups: readonly PlacedGroup[] } {
  const out = new Set(standingOut(flags.map(({ change }) => change)));
  const ordered = [...flags].sort((a, b) => a.change.at - b.change.at);
  const groups = groupsOf(
    ordered.filter(({ change }) => !out.has(change)),
    duration,
  );
  const rows = groups.length > 0 ? (['below'] as const) : (['above', 'below'] as const);
  const own = ordered.filter(({ change }) => out.has(change));
  const single = own.map((flag, i): PlacedFlag => {
    const leftward = endsAtFlag(flag, duration);
    const other = own[leftward ? i - rows.length : i + rows.length] as Flag | undefined;
    const end = other?.change.at ?? (leftward ? 0 : duration);
    const faces = other !== undefined && endsAtFlag(other, duration) !== leftward;
    return { flag, row: rows[i % rows.length], leftward, room: Math.abs(end - flag.change.at) / duration / (faces ? 2 : 1) };
  });
  return { flags: single, groups };
}

const endsAtFlag = ({ change }: Flag, duration: number) => change.at > 0.9 * duration;

function groupsOf(flags: readonly Flag[], duration: number): readonly PlacedGroup[] {
  const groups: Flag[][] = [];
  for (const flag of flags) {
    const last = groups.at(-1);
    if (last && flag.change.at - last[last.length - 1].change.at <= NEAR * duration) last.push(flag);
    else groups.push([flag]);
  }
  const from = (i: number) => groups[i]?.[0].change.at ?? duration;
  return groups.map((own, i) => ({
    flags: own,
    from: from(i),
    to: own[own.length - 1].change.at,
    room: (from(i + 1) - from(i)) / duration,
  }));
}
