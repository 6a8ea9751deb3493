import type { Role, Seen } from '../../host/packed-recording.ts';

/** What a column is called that has a role. */
const labels: Readonly<Record<Role, string>> = {
  time: 'Time',
  key: 'Key',
  size: 'Size [B]',
  operation: 'Read or write',
  tenant: 'Tenant',
  priority: 'Class',
  status: 'Status',
  duration: 'Duration',
};

const UNITS = ['s', 'ms', 'µs', 'ns'];

/** The values of the menu of a column: a role, with a unit where it has one. */
export const choices: readonly { value: string; label: string }[] = [
  { value: '', label: 'Left out' },
  ...(Object.keys(labels) as Role[]).flatMap((role) => {
    const withUnits = UNITS.map((unit) => ({ value: `${role}:${unit}`, label: `${labels[role]} in ${unit}` }));
    if (role === 'time') return [{ value: 'time', label: 'Time as dates' }, ...withUnits];
    return role === 'duration' ? withUnits : [{ value: role, label: labels[role] }];
  }),
];

/** What the menu of a column says. */
export function choiceOf({ role, unit }: Seen['columns'][number]): string {
  if (role === null) return '';
  return unit !== null && UNITS.includes(unit) ? `${role}:${unit}` : role;
}

/** What columns are, as the reader and a scenario spell it, with one of them set to something else; a role is one column's. */
export function columnsWith(seen: Seen, at: number, choice: string): string {
  const [taken] = choice.split(':');
  const said = seen.columns.map((column, i) => (i === at ? choice : column.role === taken ? '' : choiceOf(column)));
  return said
    .flatMap((each, i) => {
      const [role, unit] = each.split(':');
      return role === '' ? [] : [`${role}=${i + 1}${unit ? `:${unit.replace('µ', 'u')}` : ''}`];
    })
    .join(' ');
}

const BY = { name: 'by its name', content: 'by what is in it', place: 'by its place', choice: 'as you said' } as const;

/** How it is known what a column is; what is a guess says so. */
export function reasonOf({ role, by, guessed }: Seen['columns'][number]): string {
  if (role === null) return '';
  const why = by === 'choice' || by === 'place' ? BY[by] : `a guess ${BY[by]}`;
  return guessed ? `${why}; the unit is a guess` : why;
}
