import type { Face } from '../../scenario/descriptions.ts';

/** The first alert whose meter is not 0; without one the first there is. */
export function alertOf(alerts: Face['alerts'], figure: (meter: string) => number) {
  return alerts?.find(({ meter }) => figure(meter) > 0) ?? alerts?.[0];
}
