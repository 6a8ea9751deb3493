import { catalogue as guards } from '../flow/guard/index.ts';
import type { ParamRecord } from '../param/param.ts';
import { isDefault } from './values.ts';

/** What a caller does that sets something for guards that it leaves out of their order. @param values what it reads */
export function leftOutGuards(records: ParamRecord, values: Readonly<Record<string, unknown>>): string[] {
  const order = values.guards as readonly string[] | undefined;
  if (order === undefined) return [];
  return guards
    .filter(({ id }) => !order.includes(id))
    .flatMap(({ label, params = {}, reads = [] }) => {
      const set = [...Object.keys(params), ...reads].filter((name) => !isDefault(records[name], values[name]));
      if (set.length === 0) return [];
      const labels = set.map((name) => records[name].label.toLowerCase()).join(', ');
      return [`leaves ${label.toLowerCase()} out of its order of guards: what it sets for that has no effect (${labels})`];
    });
}
