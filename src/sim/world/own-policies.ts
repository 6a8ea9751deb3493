import { guarded } from '../own-policy/guarded.ts';
import type { SeamId } from '../own-policy/methods.ts';
import { soundDefinition } from '../own-policy/sound-definition.ts';
import { contracts } from '../policy/contracts.ts';
import { descriptionOf } from '../policy/description.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import { seams } from '../policy/seams.ts';
import { kinds, registerKinds } from './kinds.ts';

/** Code that brings a policy, ready to be run in this realm. */
export interface OwnCode {
  id: string;
  seam: string;
  /** @param take what stands behind an import, by its specifier */
  evaluate(take: (specifier: string) => object): void;
}

/** What a policy says of itself, to be sent as it is. */
export type OwnDescription = ReturnType<typeof descriptionOf>;

/** What kind of a module each import of a policy stands for. */
const IMPORT = /^#goodput\/([\w-]+)$/;

/** Definitions that have come up in the code that runs just now. */
let defined: { seam: string; definition: unknown }[] = [];

/** What a contract gives, with definitions noted down as they are made. */
const modules = new Map<string, object>();

function take(specifier: string): object {
  const seam = IMPORT.exec(specifier)?.[1] ?? '';
  const known = modules.get(seam);
  if (known) return known;
  if (!Object.hasOwn(contracts, seam)) throw new Error(`there is nothing called ${specifier}: only ${importable()} can be imported`);
  const given = contracts[seam as SeamId] as Readonly<Record<string, unknown>>;
  const noted = ([name, value]: [string, unknown]) => {
    if (!name.startsWith('define') || typeof value !== 'function') return [name, value];
    const note = (definition: unknown) => {
      const made = value(definition);
      defined.push({ seam, definition: made });
      return made;
    };
    return [name, note];
  };
  const module = Object.freeze(Object.fromEntries(Object.entries(given).map(noted)));
  modules.set(seam, module);
  return module;
}

/** What code may import, as an error says it. */
export function importable(): string {
  return Object.keys(contracts)
    .map((seam) => `#goodput/${seam}`)
    .join(', ');
}

/**
 * Runs code that brings a policy, and adds it to its seam: worlds can be made with it from now on. Throws what the code
 * throws, or an Error that says what is wrong with what it defines.
 */
export function adopt({ id, seam, evaluate }: OwnCode): { policy: AnyPolicy; description: OwnDescription } {
  defined = [];
  evaluate(take);
  const [first, ...others] = defined;
  if (!first) throw new Error(`it defines no policy: expected one call of ${defineOf(seam)}`);
  if (others.length > 0) throw new Error(`it defines ${defined.length} policies, expected one`);
  if (first.seam !== seam) throw new Error(`it defines a ${first.seam} policy, but the scenario calls it a ${seam} policy`);
  const known = seams[seam].catalogue.map((each) => each.id);
  if (known.includes(id)) throw new Error(`there is a built-in ${seam} policy called ${id}`);
  const policy = soundDefinition(seam as SeamId, id, first.definition, (other) =>
    Object.hasOwn(seams, other) ? seams[other].catalogue.map((each) => each.id) : null,
  );
  const catalogue = [...kinds.seams[seam].catalogue.filter((each) => each.id !== id), guarded(seam as SeamId, policy)];
  adopted.set(`${seam}/${id}`, policy);
  registerKinds(kinds.components, { ...kinds.seams, [seam]: { ...kinds.seams[seam], catalogue } });
  return { policy, description: JSON.parse(JSON.stringify(descriptionOf(policy))) };
}

/** Policies as their code has defined them, by seam and id, without what holds them to their contracts. */
const adopted = new Map<string, AnyPolicy>();

/** One that has been adopted, as its code has defined it; undefined where none has. */
export function adoptedPolicy(seam: string, id: string): AnyPolicy | undefined {
  return adopted.get(`${seam}/${id}`);
}

function defineOf(seam: string): string {
  return Object.keys(contracts[seam as SeamId]).find((name) => name.startsWith('define')) ?? 'define…';
}
