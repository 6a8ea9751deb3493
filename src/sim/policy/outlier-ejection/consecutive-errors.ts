import { defineOutlierEjection, ENVOY, ejectionParams, integer, reaching } from './contract.ts';

/**
 * A replica that answers so many errors in a row is an outlier, at the last of them. It finds at once what always fails,
 * and what fails at half of all calls after 62 of them on average; and where all fail alike, because what is behind them
 * fails, it ejects as many as it may for nothing.
 *
 * As Envoy's consecutive 5xx: after an outlier that could not be ejected it counts from 0 again. Envoy looks for
 * consecutive errors and at success rates together; here it is one or the other.
 */
export const consecutiveErrors = defineOutlierEjection({
  id: 'consecutive-errors',
  title: 'Consecutive errors',
  summary: 'Ejects a replica after so many errors in a row.',
  sources: [ENVOY],
  params: {
    errors: integer({ label: 'Errors', help: 'So many in a row eject it.', default: 5, min: 1, max: 1_000, scale: 'log' }),
    ...ejectionParams,
  },
  examples: [
    { errors: 1, interval: 100, baseTime: 250 },
    { errors: 30, mostShare: 1 },
    { mostShare: 0, baseTime: 1_000, mostTime: 500 },
  ],
  promises: ['spares-the-faultless', 'finds-the-one-that-fails', 'judges-each-alone'],
  start: () => ({ inARow: new Int32Array(16) }),
  learn(state, { errors }, replica, failed) {
    state.inARow = reaching(state.inARow, replica);
    const { inARow } = state;
    if (!failed) inARow[replica] = 0;
    else if (++inARow[replica] >= errors) {
      inARow[replica] = 0;
      return true;
    }
    return false;
  },
  look: () => [],
  forget({ inARow }, replica) {
    if (replica < inARow.length) inARow[replica] = 0;
  },
});
