import { Allocations } from '../../src/host/sandbox/allocations.ts';
import { compile, IMPORT } from '../../src/host/sandbox/compile.ts';
import { behind, HIDDEN } from '../../src/host/sandbox/hidden.ts';
import type { PolicyDoc } from '../../src/scenario/scenario.ts';
import { adopt } from '../../src/sim/world/own-policies.ts';

/** Compiles a policy of a document's own and adds it to its seam in this process, as a realm does. */
export function adoptHere(id: string, policy: PolicyDoc) {
  const { seam, code } = compile(id, policy);
  const evaluate = new Function(IMPORT, ...HIDDEN, `"use strict";\n${code}`);
  return adopt({ id, seam, evaluate: (take) => evaluate(take, ...behind(new Allocations())) });
}
