import { holdToClaims } from './claims.ts';

holdToClaims(0);
