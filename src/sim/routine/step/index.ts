// Generated from this folder by `npm run generate`. Do not edit.

import { answer } from './answer.ts';
import { branch } from './branch.ts';
import { call } from './call.ts';
import type { StepDefinition } from './contract.ts';
import { crash } from './crash.ts';
import { par } from './par.ts';
import { repeat } from './repeat.ts';
import { tries } from './try.ts';
import { work } from './work.ts';

export const catalogue: readonly StepDefinition[] = [answer, branch, call, crash, par, repeat, tries, work];
