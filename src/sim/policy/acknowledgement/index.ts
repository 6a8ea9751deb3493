// Generated from this folder by `npm run generate`. Do not edit.
import { early } from './early.ts';
import { fencingToken } from './fencing-token.ts';
import { idempotencyLedger } from './idempotency-ledger.ts';
import { late } from './late.ts';

export { seam } from './contract.ts';

export const catalogue = [early, fencingToken, idempotencyLedger, late] as const;
