import type { ParseError } from 'jsonc-parser';
import { Check, join, oneOf, plain } from './check.ts';
import { componentOf } from './descriptions.ts';
import { everyDescription as descriptions } from './every-description.ts';
import { allMetersOf } from './meters.ts';
import { FORMAT, migrate } from './migrate.ts';
import { ScenarioError, sentence } from './problem.ts';
import {
  type ArmDoc,
  BASE,
  type ChangeDoc,
  type ClaimDoc,
  type ComponentDoc,
  LIMITS,
  type Scenario,
  type StepDoc,
  type StepOfRoutine,
  TOPICS,
  type WatchDoc,
} from './scenario.ts';
import { type Components, targetOf, withSetting } from './setting.ts';

const STATISTICS = ['mean', 'value', 'max', 'min'] as const;
const RELATIONS = ['<', '<=', '>', '>='] as const;
/** A document longer than this is not a scenario [characters]. */
const LONGEST = 400_000;

/** Reads a document from text; fails with a ScenarioError that says where and what. */
export async function parseScenario(text: string): Promise<Scenario> {
  if (text.length > LONGEST) {
    throw new ScenarioError([
      {
        path: '',
        found: `${text.length.toLocaleString('en')} characters`,
        expected: `a scenario of at most ${LONGEST.toLocaleString('en')}`,
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
  if (!check.isRecord('', json, 'a scenario, as { "format": 1, … }')) throw new ScenarioError(check.problems);
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
  check.keys('', raw, [
    'format',
    'title',
    'summary',
    'topic',
    'seed',
    'duration',
    'bins',
    'components',
    'changes',
    'arms',
    'watch',
    'story',
    'claims',
    'goals',
  ]);
  const duration = raw.duration === undefined ? 60_000 : check.number('duration', raw.duration, LIMITS.duration.min, LIMITS.duration.max);
  const scenario: Scenario = {
    format: 1,
    title: check.text('title', raw.title, LIMITS.titleLength, 'Untitled'),
    summary: check.text('summary', raw.summary, LIMITS.textLength),
    topic: raw.topic === undefined ? TOPICS[0] : check.oneOf('topic', raw.topic, TOPICS),
    seed: raw.seed === undefined ? 1 : check.number('seed', raw.seed, LIMITS.seed.min, LIMITS.seed.max, true),
    duration,
    bins: raw.bins === undefined ? 600 : check.number('bins', raw.bins, LIMITS.bins.min, LIMITS.bins.max, true),
    components: components(check, raw.components),
    changes: changes(check, 'changes', raw.changes, duration),
    arms: arms(check, raw.arms, duration),
    watch: watch(check, raw.watch),
    story: story(check, raw.story, duration),
    claims: claims(check, 'claims', raw.claims, duration),
    goals: claims(check, 'goals', raw.goals, duration),
  };
  // what follows builds on sound parts
  if (check.problems.length === 0) checkArms(check, scenario);
  if (check.problems.length === 0) checkReferences(check, scenario);
  if (check.problems.length > 0) throw new ScenarioError(check.problems);
  return scenario;
}

/** A component's id: it stands in paths, so no dots; and no name that every object has. */
function isId(id: string): boolean {
  return /^[a-z][A-Za-z0-9-]{0,39}$/.test(id) && !(id in Object.prototype);
}

function components(check: Check, raw: unknown): Record<string, ComponentDoc> {
  if (!check.isRecord('components', raw, 'components by id, as { "shoppers": { "kind": "client", … } }')) return {};
  const entries = Object.entries(raw);
  if (entries.length === 0) check.problem('components', raw, 'at least a client and something that it calls');
  if (entries.length > LIMITS.components)
    check.problem('components', plain(`${entries.length} components`), `at most ${LIMITS.components}`);
  const result: Record<string, ComponentDoc> = {};
  for (const [id, value] of entries.slice(0, LIMITS.components)) {
    const path = join('components', id);
    if (!isId(id))
      check.problem(path, plain(`the id ${JSON.stringify(id)}`), 'a lower-case letter, then letters, digits or hyphens, at most 40');
    else if (component(check, path, value)) result[id] = value as ComponentDoc;
  }
  return result;
}

function component(check: Check, path: string, value: unknown): boolean {
  if (!check.isRecord(path, value, 'a component, as { "kind": … }')) return false;
  const description = typeof value.kind === 'string' ? componentOf(value.kind) : undefined;
  if (!description) {
    check.problem(
      join(path, 'kind'),
      value.kind,
      oneOf(
        value.kind,
        descriptions.components.map(({ id }) => id),
      ),
    );
    return false;
  }
  const { kind: _kind, title, calls, routine, ...rest } = value;
  check.text(join(path, 'title'), title, LIMITS.titleLength);
  check.params(path, description.params, rest, ['kind', 'title', 'calls', ...(description.routine ? ['routine'] : [])]);
  wires(check, join(path, 'calls'), calls);
  if (routine !== undefined && description.routine) steps(check, join(path, 'routine'), routine, { left: LIMITS.routine });
  return true;
}

function wires(check: Check, path: string, value: unknown): void {
  check.list(path, value, LIMITS.components).forEach((id, i) => {
    if (typeof id !== 'string' || !isId(id)) check.problem(`${path}[${i}]`, id, 'the id of a component');
  });
}

function steps(check: Check, path: string, value: unknown, budget: { left: number }): void {
  const list = check.list(path, value, LIMITS.routine);
  list.forEach((step, i) => {
    const here = `${path}[${i}]`;
    if (--budget.left < 0) {
      if (budget.left === -1) check.problem(here, plain(`more than ${LIMITS.routine} steps`), 'a shorter routine');
      return;
    }
    if (step === 'work' || step === 'answer') return;
    const form = '"work", "answer", { "work": factor }, { "call": id }, { "par": [ids] } or { "branch": ratio, "then": […], "else": […] }';
    if (typeof step !== 'object' || step === null || Array.isArray(step)) {
      check.problem(here, step, form);
      return;
    }
    const record = step as Record<string, unknown>;
    if ('work' in record) {
      check.keys(here, record, ['work']);
      check.number(join(here, 'work'), record.work, 0, 1_000);
    } else if ('call' in record) {
      check.keys(here, record, ['call']);
      if (typeof record.call !== 'string') check.problem(join(here, 'call'), record.call, 'the id of a component in "calls"');
    } else if ('par' in record) {
      check.keys(here, record, ['par']);
      wires(check, join(here, 'par'), record.par);
    } else if ('branch' in record) {
      check.keys(here, record, ['branch', 'then', 'else']);
      check.number(join(here, 'branch'), record.branch, 0, 1);
      steps(check, join(here, 'then'), record.then, budget);
      steps(check, join(here, 'else'), record.else, budget);
    } else check.problem(here, step, form);
  });
}

function settings(check: Check, path: string, raw: unknown): Record<string, unknown> {
  if (raw === undefined) return {};
  return check.isRecord(path, raw, 'paths and values, as { "checkout.servers": 5 }') ? raw : {};
}

function changes(check: Check, path: string, raw: unknown, duration: number): ChangeDoc[] {
  const result: ChangeDoc[] = [];
  check.list(path, raw, LIMITS.changes).forEach((value, i) => {
    const here = `${path}[${i}]`;
    if (!check.isRecord(here, value, 'a change, as { "at": ms, "set": { … } }')) return;
    check.keys(here, value, ['at', 'set', 'note', 'over']);
    const at = check.number(join(here, 'at'), value.at, 0, duration);
    const set = settings(check, join(here, 'set'), value.set);
    if (Object.keys(set).length === 0) check.problem(join(here, 'set'), value.set, 'at least one path and value');
    const note = check.text(join(here, 'note'), value.note, LIMITS.titleLength);
    const over = value.over === undefined ? 0 : check.number(join(here, 'over'), value.over, 0, LIMITS.duration.max);
    result.push({ at, set, ...(note === '' ? {} : { note }), ...(over === 0 ? {} : { over }) });
  });
  return result;
}

function arms(check: Check, raw: unknown, duration: number): ArmDoc[] {
  const result: ArmDoc[] = [];
  check.list('arms', raw, LIMITS.arms).forEach((value, i) => {
    const here = `arms[${i}]`;
    if (!check.isRecord(here, value, 'an arm, as { "id": …, "title": …, "set": { … } }')) return;
    check.keys(here, value, ['id', 'title', 'set', 'changes']);
    const id = check.text(join(here, 'id'), value.id, 40);
    if (!isId(id)) check.problem(join(here, 'id'), value.id, 'a lower-case letter, then letters, digits or hyphens');
    if (result.some((other) => other.id === id)) check.problem(join(here, 'id'), value.id, 'an id that no other arm has');
    const arm = {
      id,
      title: check.text(join(here, 'title'), value.title, LIMITS.titleLength, id),
      set: settings(check, join(here, 'set'), value.set),
      changes: changes(check, join(here, 'changes'), value.changes, duration),
    };
    if (id === BASE && (Object.keys(arm.set).length > 0 || arm.changes.length > 0))
      check.problem(here, plain('settings for the base arm'), 'only a title: the scenario itself is the base');
    result.push(arm);
  });
  return result;
}

function watch(check: Check, raw: unknown): WatchDoc[] {
  const result: WatchDoc[] = [];
  check.list('watch', raw, LIMITS.watch).forEach((value, i) => {
    const here = `watch[${i}]`;
    if (typeof value === 'string') {
      result.push({ meter: value });
      return;
    }
    if (!check.isRecord(here, value, 'a meter, as "checkout.goodput" or { "meter": …, "scale": "log" }')) return;
    check.keys(here, value, ['meter', 'title', 'scale', 'max']);
    const title = check.text(join(here, 'title'), value.title, LIMITS.titleLength);
    result.push({
      meter: check.text(join(here, 'meter'), value.meter, 120),
      ...(title === '' ? {} : { title }),
      ...(value.scale === undefined ? {} : { scale: check.oneOf(join(here, 'scale'), value.scale, ['linear', 'log']) }),
      ...(value.max === undefined ? {} : { max: check.number(join(here, 'max'), value.max, 0, 1e12) }),
    });
  });
  return result;
}

function story(check: Check, raw: unknown, duration: number): StepDoc[] {
  const result: StepDoc[] = [];
  check.list('story', raw, LIMITS.steps).forEach((value, i) => {
    const here = `story[${i}]`;
    if (!check.isRecord(here, value, 'a step, as { "title": …, "text": … }')) return;
    check.keys(here, value, ['title', 'text', 'ask', 'set', 'look', 'at', 'arms']);
    const step: StepDoc = {
      title: check.text(join(here, 'title'), value.title, LIMITS.titleLength),
      text: check.text(join(here, 'text'), value.text, LIMITS.textLength),
    };
    if (value.ask !== undefined) step.ask = ask(check, join(here, 'ask'), value.ask);
    if (value.set !== undefined) step.set = settings(check, join(here, 'set'), value.set);
    if (value.look !== undefined) step.look = texts(check, join(here, 'look'), value.look, LIMITS.watch);
    if (value.arms !== undefined) step.arms = texts(check, join(here, 'arms'), value.arms, LIMITS.arms + 1);
    if (value.at !== undefined) step.at = check.number(join(here, 'at'), value.at, 0, duration);
    result.push(step);
  });
  return result;
}

function texts(check: Check, path: string, raw: unknown, most: number): string[] {
  return check.list(path, raw, most).map((value, i) => check.text(`${path}[${i}]`, value, 120));
}

function ask(check: Check, path: string, raw: unknown): NonNullable<StepDoc['ask']> {
  const none = { question: '', choices: [], answer: 0 };
  if (!check.isRecord(path, raw, 'a question, as { "question": …, "choices": […], "answer": 0 }')) return none;
  check.keys(path, raw, ['question', 'choices', 'answer', 'why']);
  const choices = check
    .list(join(path, 'choices'), raw.choices, LIMITS.choices)
    .map((value, i) => check.text(`${join(path, 'choices')}[${i}]`, value, LIMITS.titleLength * 2));
  if (choices.length < 2) check.problem(join(path, 'choices'), raw.choices, 'at least two choices');
  const why = check.text(join(path, 'why'), raw.why, LIMITS.textLength);
  return {
    question: check.text(join(path, 'question'), raw.question, LIMITS.textLength),
    choices,
    answer: check.number(join(path, 'answer'), raw.answer, 0, Math.max(0, choices.length - 1), true),
    ...(why === '' ? {} : { why }),
  };
}

function claims(check: Check, list: string, raw: unknown, duration: number): ClaimDoc[] {
  const result: ClaimDoc[] = [];
  check.list(list, raw, LIMITS.claims).forEach((value, i) => {
    const here = `${list}[${i}]`;
    if (!check.isRecord(here, value, 'a claim, as { "text": …, "meter": …, "is": "<", "than": … }')) return;
    check.keys(here, value, ['text', 'arm', 'meter', 'from', 'to', 'stat', 'is', 'than', 'share']);
    result.push({
      text: check.text(join(here, 'text'), value.text, LIMITS.textLength),
      ...figure(check, here, value, duration),
      meter: check.text(join(here, 'meter'), value.meter, 120),
      stat: value.stat === undefined ? 'value' : check.oneOf(join(here, 'stat'), value.stat, STATISTICS),
      is: check.oneOf(join(here, 'is'), value.is, RELATIONS),
      than: comparison(check, join(here, 'than'), value.than, duration),
      ...(value.share === undefined ? {} : { share: check.number(join(here, 'share'), value.share, 0, 1) }),
    });
  });
  return result;
}

/** Which arm and span a figure is about. */
function figure(check: Check, path: string, value: Record<string, unknown>, duration: number) {
  const from = value.from === undefined ? undefined : check.number(join(path, 'from'), value.from, 0, duration);
  const to = value.to === undefined ? undefined : check.number(join(path, 'to'), value.to, 0, duration);
  if (from !== undefined && to !== undefined && from >= to) check.problem(join(path, 'to'), to, `more than "from", ${from}`);
  return {
    ...(value.arm === undefined ? {} : { arm: check.text(join(path, 'arm'), value.arm, 40) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function comparison(check: Check, path: string, value: unknown, duration: number): ClaimDoc['than'] {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (!check.isRecord(path, value, 'a number, or another figure as { "arm": …, "factor": 0.5 }')) return 0;
  check.keys(path, value, ['arm', 'meter', 'from', 'to', 'stat', 'factor', 'plus']);
  return {
    ...figure(check, path, value, duration),
    ...(value.meter === undefined ? {} : { meter: check.text(join(path, 'meter'), value.meter, 120) }),
    ...(value.stat === undefined ? {} : { stat: check.oneOf(join(path, 'stat'), value.stat, STATISTICS) }),
    ...(value.factor === undefined ? {} : { factor: check.number(join(path, 'factor'), value.factor, -1e9, 1e9) }),
    ...(value.plus === undefined ? {} : { plus: check.number(join(path, 'plus'), value.plus, -1e12, 1e12) }),
  };
}

/** Builds every arm up from its settings and changes, in their order, and checks what comes out. */
function checkArms(check: Check, scenario: Scenario): void {
  checkArm(check, scenario, { id: BASE, title: '', set: {}, changes: [] }, '');
  scenario.arms.forEach((arm, i) => {
    if (arm.id !== BASE && check.problems.length === 0) checkArm(check, scenario, arm, `arms[${i}]`);
  });
  scenario.story.forEach((step, i) => {
    if (!step.set || check.problems.length > 0) return;
    let state: Components = scenario.components;
    for (const [path, value] of Object.entries(step.set)) state = apply(check, `story[${i}].set`, state, path, value, false);
  });
}

function checkArm(check: Check, scenario: Scenario, arm: ArmDoc, where: string): void {
  let state: Components = scenario.components;
  for (const [path, value] of Object.entries(arm.set)) state = apply(check, `${where}.set`, state, path, value, true);
  if (check.problems.length > 0) return;
  checkWiring(check, where === '' ? 'components' : `${where}: components`, state);
  const own = arm.changes.map((change, i) => ({ change, path: `${where}.changes[${i}]` }));
  const base = scenario.changes.map((change, i) => ({ change, path: `changes[${i}]` }));
  const ordered = [...base, ...own].sort((a, b) => a.change.at - b.change.at);
  for (const { change, path } of ordered) {
    for (const [target, value] of Object.entries(change.set)) {
      if (change.over) checkRamp(check, join(`${path}.set`, target), state, target, value);
      state = apply(check, `${path}.set`, state, target, value, false);
      if (check.problems.length > 0) return;
    }
  }
}

function checkRamp(check: Check, path: string, state: Components, target: string, value: unknown): void {
  const found = targetOf(state, target);
  if (found.kind !== 'param') return;
  const type = found.param.type;
  if (
    (type !== 'number' && type !== 'ratio' && type !== 'integer' && type !== 'duration') ||
    typeof found.value !== 'number' ||
    typeof value !== 'number'
  ) {
    check.problem(path, value, 'a number that changes from a number, since the change is spread "over" a time');
  }
}

/** Checks one setting and makes it; `wiring` tells whether components and wires may change. */
function apply(check: Check, where: string, state: Components, path: string, value: unknown, wiring: boolean): Components {
  const here = join(where, path);
  const target = targetOf(state, path);
  switch (target.kind) {
    case 'nowhere':
      check.problem(
        here,
        plain(target.reason),
        target.options.length > 0 ? oneOf(path.split('.').at(-1), target.options) : 'a path that exists',
      );
      return state;
    case 'param':
      check.value(here, target.param, value);
      break;
    case 'component':
      if (!wiring) {
        check.problem(
          here,
          plain('a whole component'),
          'a parameter, as component.parameter: components come and go only in an arm’s "set"',
        );
        return state;
      }
      if (!isId(target.id))
        check.problem(here, plain(`the id ${JSON.stringify(target.id)}`), 'a lower-case letter, then letters, digits or hyphens');
      else if (value !== null) component(check, here, value);
      break;
    case 'wires':
    case 'routine':
      if (!wiring) {
        check.problem(here, plain(`a change of ${target.kind}`), 'a parameter: wiring changes only in an arm’s "set"');
        return state;
      }
      if (target.kind === 'wires') wires(check, here, value);
      else steps(check, here, value, { left: LIMITS.routine });
      break;
    case 'title':
      check.text(here, value, LIMITS.titleLength);
  }
  return check.problems.length > 0 ? state : withSetting(state, path, value);
}

/** Every wire must lead somewhere, nobody may be called who cannot be, and no call may go round without time passing. */
function checkWiring(check: Check, where: string, state: Components): void {
  let clients = 0;
  for (const [id, doc] of Object.entries(state)) {
    const path = join(where, id);
    const description = componentOf(doc.kind);
    if (!description) continue;
    if (description.takes === 'nothing') clients++;
    const calls = doc.calls ?? [];
    const { least, most } = description.calls;
    if (calls.length < least)
      check.problem(join(path, 'calls'), doc.calls, least === 1 ? 'the id of what it calls, as ["checkout"]' : `at least ${least} ids`);
    if (calls.length > most) check.problem(join(path, 'calls'), doc.calls, most === 0 ? 'nothing: it calls nobody' : `at most ${most}`);
    if (new Set(calls).size < calls.length) check.problem(join(path, 'calls'), doc.calls, 'each id once');
    calls.forEach((to, i) => {
      const callee = Object.hasOwn(state, to) ? componentOf(state[to].kind) : undefined;
      if (!callee)
        check.problem(
          `${join(path, 'calls')}[${i}]`,
          to,
          oneOf(
            to,
            Object.keys(state).filter((other) => other !== id),
          ),
        );
      else if (callee.takes !== description.sends) {
        const wanted = description.sends === 'jobs' ? 'something that takes jobs, as workers do' : 'something that can be called';
        check.problem(`${join(path, 'calls')}[${i}]`, to, `${wanted}: ${to} is a ${callee.title.toLowerCase()} component`);
      }
    });
    for (const to of calledIn(doc.routine ?? []))
      if (!calls.includes(to))
        check.problem(join(path, 'routine'), plain(`a call of ${to}`), `one of "calls": ${calls.join(', ') || 'empty'}`);
  }
  if (clients === 0) check.problem(where, plain('no client'), 'at least one component of kind client or scheduler');
  if (check.problems.length === 0) checkLoops(check, where, state);
}

function calledIn(routine: readonly StepOfRoutine[]): string[] {
  return routine.flatMap((step) => {
    if (typeof step === 'string' || 'work' in step) return [];
    if ('call' in step) return [step.call];
    if ('par' in step) return step.par;
    return [...calledIn(step.then), ...calledIn(step.else ?? [])];
  });
}

/** A loop of calls in which nobody takes any time would never end. */
function checkLoops(check: Check, where: string, state: Components): void {
  const isZero = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    (value as { kind?: string }).kind === 'constant' &&
    (value as { value?: number }).value === 0;
  const instant = (doc: ComponentDoc) => {
    const works =
      doc.routine === undefined ||
      doc.routine.some((step) => step === 'work' || (typeof step === 'object' && 'work' in step && step.work > 0));
    return (!works || isZero(doc.serviceTime)) && (doc.networkDelay === undefined || isZero(doc.networkDelay));
  };
  const done = new Set<string>();
  const walk = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) {
      const loop = [...path.slice(path.indexOf(id)), id];
      check.problem(
        where,
        plain(`a loop of calls that takes no time: ${loop.join(' → ')}`),
        'a service time or a network delay somewhere in it',
      );
      return;
    }
    if (done.has(id) || !instant(state[id])) return;
    for (const to of state[id].calls ?? []) walk(to, [...path, id]);
    done.add(id);
  };
  for (const id of Object.keys(state)) if (check.problems.length === 0) walk(id, []);
}

/** Meters and arms that charts, story and claims speak of must exist. */
function checkReferences(check: Check, scenario: Scenario): void {
  const meters = allMetersOf(scenario);
  const ids = meters.map(({ id }) => id);
  const armIds = [BASE, ...scenario.arms.map(({ id }) => id)];
  const meter = (path: string, id: string) => {
    if (!ids.includes(id)) check.problem(path, id, `a meter, as component.meter: ${oneOf(id, ids).slice(0, 400)}`);
  };
  const arm = (path: string, id: string | undefined) => {
    if (id !== undefined && !armIds.includes(id)) check.problem(path, id, oneOf(id, armIds));
  };
  scenario.watch.forEach((each, i) => {
    meter(`watch[${i}]`, each.meter);
  });
  scenario.story.forEach((step, i) => {
    step.look?.forEach((id, k) => {
      meter(`story[${i}].look[${k}]`, id);
    });
    step.arms?.forEach((id, k) => {
      arm(`story[${i}].arms[${k}]`, id);
    });
  });
  const kindOf = (id: string) => meters.find((each) => each.id === id)?.kind;
  for (const list of ['claims', 'goals'] as const) {
    scenario[list].forEach((claim, i) => {
      const here = `${list}[${i}]`;
      meter(`${here}.meter`, claim.meter);
      arm(`${here}.arm`, claim.arm);
      if (claim.stat === 'mean' && kindOf(claim.meter) === 'quantile')
        check.problem(`${here}.stat`, 'mean', 'value: quantiles are never averaged');
      if (typeof claim.than !== 'object') return;
      if (claim.than.meter !== undefined) meter(`${here}.than.meter`, claim.than.meter);
      arm(`${here}.than.arm`, claim.than.arm);
    });
  }
}

/** All problems of an error as lines, for a terminal or a notice. */
export function explain(error: unknown): string {
  if (error instanceof ScenarioError) return error.problems.map(sentence).join('\n');
  return error instanceof Error ? error.message : String(error);
}
