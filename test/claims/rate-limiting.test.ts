import { holdToClaims } from './claims.ts';

await holdToClaims('rate-limiting');
