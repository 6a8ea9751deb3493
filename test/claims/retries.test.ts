import { holdToClaims } from './claims.ts';

await holdToClaims('retries');
