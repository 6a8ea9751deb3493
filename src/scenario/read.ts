import type { ParseError } from 'jsonc-parser';
import './every-description.ts';
import { Check, isId } from './check.ts';
import { checkArms } from './check-arms.ts';
import { checkReferences } from './check-references.ts';
import { complete } from './complete.ts';
import { document } from './document.ts';
import { LIMITS } from './limits.ts';
import { FORMAT, migrate } from './migrate.ts';
import { type OwnPolicies, withPolicies } from './own-policies.ts';
import { ScenarioError, sentence } from './problem.ts';
import type { Scenario } from './scenario.ts';

/** Reads a document from text; fails with a ScenarioError that says where and what. */
export async function parseScenario(text: string): Promise<Scenario> {
  if (text.length > LIMITS.documentLength) {
    throw new ScenarioError([
      {
        path: '',
        found: `${text.length.toLocaleString('en')} characters`,
        expected: `a scenario of at most ${LIMITS.documentLength.toLocaleString('en')}`,
      },
    ]);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ScenarioError([await whereItBreaks(text)]);
  }
  return readScenario(json);
}

/** JSON.parse says where it broke in as many ways as there are engines; this says it in one. */
async function whereItBreaks(text: string) {
  const { parse: parseLoosely, printParseErrorCode } = await import('jsonc-parser');
  const errors: ParseError[] = [];
  parseLoosely(text, errors, { allowTrailingComma: false, disallowComments: true });
  const error = errors[0];
  if (!error) return { path: 'line 1', found: 'something that is not JSON', expected: 'JSON' };
  const before = text.slice(0, error.offset).split('\n');
  const words = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const found = text
    .slice(error.offset, error.offset + Math.max(1, error.length))
    .trim()
    .slice(0, 30);
  return {
    path: `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`,
    found: found === '' ? 'the end of the text' : JSON.stringify(found),
    expected: `JSON (${words})`,
  };
}

/** Checks a document and fills in what may be left out around the components; throws a ScenarioError. */
export function readScenario(json: unknown): Scenario {
  const check = new Check();
  if (!check.isRecord('', json, `a scenario, as ${document.form}`)) throw new ScenarioError(check.problems);
  const raw = migrate(json);
  if (!raw) {
    check.problem(
      'format',
      json.format,
      typeof json.format === 'number' && json.format > FORMAT
        ? `at most ${FORMAT}: this scenario was made with a newer version`
        : `${FORMAT}`,
    );
    throw new ScenarioError(check.problems);
  }
  return withPolicies(claimedPolicies(raw.policies), () => read(check, raw));
}

/** What a document says it brings itself, as far as it can be told before it is checked. */
function claimedPolicies(policies: unknown): OwnPolicies {
  if (typeof policies !== 'object' || policies === null || Array.isArray(policies)) return {};
  const sound = ([id, each]: [string, unknown]) =>
    isId(id) && typeof each === 'object' && each !== null && ['seam', 'source'].every((key) => typeof (each as never)[key] === 'string');
  return Object.fromEntries(Object.entries(policies).filter(sound));
}

function read(check: Check, raw: Record<string, unknown>): Scenario {
  const { duration = document.fields.duration.default } = raw;
  if (typeof duration === 'number') check.duration = Math.min(LIMITS.duration.max, Math.max(LIMITS.duration.min, duration));
  check.value('', document, raw);
  // what follows builds on sound parts
  if (check.problems.length > 0) throw new ScenarioError(check.problems);
  const scenario = complete(raw);
  checkArms(check, scenario);
  if (check.problems.length === 0) checkReferences(check, scenario);
  if (check.problems.length > 0) throw new ScenarioError(check.problems);
  return scenario;
}

/** All problems of an error as lines, for a terminal or a notice. */
export function explain(error: unknown): string {
  if (error instanceof ScenarioError) return error.problems.map(sentence).join('\n');
  return error instanceof Error ? error.message : String(error);
}
