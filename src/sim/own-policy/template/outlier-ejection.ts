import { defineOutlierEjection, ejectionParams, integer } from '../../policy/outlier-ejection/contract.ts';

/** A replica is an outlier after so many errors in a row. */
export const template = defineOutlierEjection({
  id: 'template',
  title: 'Mine',
  summary: 'Errors in a row.',
  sources: [],
  params: {
    errors: integer({ label: 'Errors', help: 'So many in a row.', default: 5, min: 1, max: 1_000, scale: 'log' }),
    ...ejectionParams,
  },
  start: () => ({ inRow: new Map<number, number>() }),
  learn({ inRow }, { errors }, replica, failed) {
    const count = failed ? (inRow.get(replica) ?? 0) + 1 : 0;
    inRow.set(replica, count);
    return count >= errors;
  },
  look: () => [],
  forget({ inRow }, replica) {
    inRow.delete(replica);
  },
});
