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
 * row begins; where there are groups, their labels are those above.
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
  const room = (i: number) => ((own[i + rows.length]?.change.at ?? duration) - own[i].change.at) / duration;
  return { flags: own.map((flag, i) => ({ flag, row: rows[i % rows.length], room: room(i) })), groups };
}

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
