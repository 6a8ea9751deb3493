import { expect, test } from 'vitest';
import { componentOf } from '../../src/scenario/descriptions.ts';
import { alertOf } from '../../src/ui/topology/alertOf.ts';

test.each(['client', 'scheduler'])('a %s says what its requests wait for', (kind) => {
  const { face } = componentOf(kind)!;
  const said = (figures: Readonly<Record<string, number>>) => alertOf(face.alerts, (meter) => figures[meter] ?? 0)?.text;
  expect(said({ waitingForLimit: 65 })).toBe('{waitingForLimit} waiting for its limit');
  expect(said({ waitingToRetry: 3 })).toBe('{waitingToRetry} waiting to retry');
  expect(said({})).toBe('{waitingToRetry} waiting to retry');
});
