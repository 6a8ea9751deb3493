import { choice, duration, LONGEST, type Params } from '../param/param.ts';

/** How a component lends. */
export const lendingParams = {
  acquireTimeout: duration({
    label: 'Acquire timeout',
    help: 'How long whoever asks for a lease waits for it at most; then it is refused.',
    group: 'Leases',
    default: 5_000,
    never: 'No limit',
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
  leaseTime: duration({
    label: 'Longest lease',
    help: 'After so long a lease is taken back, whatever its holder does.',
    advanced: true,
    group: 'Leases',
    default: null,
    never: 'No limit',
    min: 1,
    max: LONGEST,
    scale: 'log',
  }),
  deadHolderNoticed: duration({
    label: 'Dead holder noticed after',
    help: 'How long after its holder has died a lease is taken back: at once where the connection breaks, later where only a keep-alive tells.',
    advanced: true,
    group: 'Leases',
    default: 0,
    never: 'Never',
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
  holderLearns: choice({
    label: 'Its holder learns',
    help: 'When a holder learns that its lease has run out or was taken back.',
    advanced: true,
    group: 'Leases',
    default: 'at-next-use',
    options: { 'at-once': 'At once: its work is interrupted', 'at-next-use': 'At its next use' },
  }),
} as const;

export type LendingParams = Params<typeof lendingParams>;
