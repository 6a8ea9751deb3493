// Generated from this folder by `npm run generate`. Do not edit.
import { none } from './none.ts';
import { untilDone } from './until-done.ts';
import { untilStart } from './until-start.ts';
import { whileExecuting } from './while-executing.ts';
import { window } from './window.ts';

export { seam } from './contract.ts';

export const catalogue = [none, untilDone, untilStart, whileExecuting, window] as const;
