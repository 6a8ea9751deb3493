import {
  CLOSED,
  defineCircuitBreaker,
  duration,
  FAILED,
  integer,
  OPEN,
  REFUSED,
  SUCCEEDED,
} from '../../policy/circuit-breaker/contract.ts';

/** Opens after so many failures in a row, and closes again after a time, without probes. */
export const template = defineCircuitBreaker({
  id: 'template',
  title: 'Mine',
  summary: 'Opens after failures in a row, for a fixed time.',
  sources: [],
  params: {
    failures: integer({ label: 'Failures', help: 'So many in a row open it.', default: 5, min: 1, max: 1_000, scale: 'log' }),
    openTime: duration({ label: 'Open time', help: 'How long it refuses.', default: 5_000, min: 1, max: 600_000, scale: 'log' }),
  },
  start: () => ({ failures: 0, openUntil: 0, isOpen: false }),
  decide(state, _params, now) {
    if (state.isOpen && now < state.openUntil) return REFUSED;
    state.isOpen = false;
    return 0;
  },
  learn(state, params, now, _ticket, seen) {
    if (seen === SUCCEEDED) state.failures = 0;
    else if (seen === FAILED && ++state.failures >= params.failures) {
      state.isOpen = true;
      state.openUntil = now + params.openTime;
      state.failures = 0;
    }
  },
  phase: ({ isOpen }) => (isOpen ? OPEN : CLOSED),
});
