// Generated from this folder by `npm run generate`. Do not edit.

import { acquire } from './acquire.ts';
import { answer } from './answer.ts';
import { begin } from './begin.ts';
import { branch } from './branch.ts';
import { call } from './call.ts';
import { commit } from './commit.ts';
import type { StepDefinition } from './contract.ts';
import { crash } from './crash.ts';
import { par } from './par.ts';
import { publish } from './publish.ts';
import { release } from './release.ts';
import { repeat } from './repeat.ts';
import { rollback } from './rollback.ts';
import { sleep } from './sleep.ts';
import { tries } from './try.ts';
import { work } from './work.ts';
import { write } from './write.ts';

export const catalogue: readonly StepDefinition[] = [
  acquire,
  answer,
  begin,
  branch,
  call,
  commit,
  crash,
  par,
  publish,
  release,
  repeat,
  rollback,
  sleep,
  tries,
  work,
  write,
];
