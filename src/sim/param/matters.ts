import type { ParamRecord } from './param.ts';

/**
 * Whether something of a component matters where it is set so.
 * @param where values that some of its parameters must have @param values those that it has; what is left out has its default
 */
export function matters(
  where: Readonly<Record<string, string>> | undefined,
  params: ParamRecord,
  values: Readonly<Record<string, unknown>>,
): boolean {
  return where === undefined || Object.entries(where).every(([name, value]) => (values[name] ?? params[name].default) === value);
}
