import { holdToClaims } from './claims.ts';

holdToClaims(3);
