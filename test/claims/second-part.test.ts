import { holdToClaims } from './claims.ts';

holdToClaims(1);
