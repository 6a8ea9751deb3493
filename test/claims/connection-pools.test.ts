import { holdToClaims } from './claims.ts';

await holdToClaims('connection-pools');
