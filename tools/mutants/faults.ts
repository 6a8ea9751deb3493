import { parseSync } from 'rolldown/utils';

/** A one-line fault that a source may be given: a span of its text, and what stands there instead. */
export interface Fault {
  /** Path from the root. */
  file: string;
  /** From 1. */
  line: number;
  start: number;
  end: number;
  by: string;
  operator: string;
  /** What runs when the fault would, for `probed`: an expression, a statement, or the start of a block. */
  probe: { kind: 'expression' | 'statement' | 'block'; start: number; end: number };
}

interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

const BOUNDARY: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const OPPOSITE: Readonly<Record<string, string>> = { '===': '!==', '!==': '===' };
const ARITHMETIC: Readonly<Record<string, string>> = { '+': '-', '-': '+', '*': '/', '/': '*' };
const ASSIGNED: Readonly<Record<string, string>> = { '+=': '-=', '-=': '+=' };
const LOGICAL: Readonly<Record<string, string>> = { '&&': '||', '||': '&&' };
const ROUNDED: Readonly<Record<string, string>> = { min: 'max', max: 'min', floor: 'ceil', ceil: 'floor' };
const LITERALS: Readonly<Record<string, string>> = { '0': '1', '1': '0', true: 'false', false: 'true' };

const isNode = (value: unknown): value is Node =>
  value !== null && typeof value === 'object' && typeof (value as { type?: unknown }).type === 'string';

const isText = ({ type, value }: Node) => type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string');

/** A derived class's constructor has to have it, as a statement. */
const isSuper = ({ callee }: Node) => isNode(callee) && callee.type === 'Super';

/** Statements that do something, and leave by no value. */
const DROPPED = new Set(['CallExpression', 'AssignmentExpression', 'UpdateExpression', 'ChainExpression']);

/** What is said to people. */
const TEXTS = new Set(['label', 'help', 'title', 'summary', 'text']);
const isSaid = ({ type, key, computed }: Node) =>
  type === 'Property' && !computed && isNode(key) && key.type === 'Identifier' && TEXTS.has(String(key.name));

/** What names a draw: by another name it is another draw, as good as the one before, and only a golden fingerprint tells. */
const NAMES_DRAWS = new Set(['aim', 'mix', 'derivedLow', 'derivedHigh']);
const namesDraw = ({ type, callee, operator }: Node) => {
  if (type === 'BinaryExpression') return operator === '>>>';
  const { name, property } = (callee ?? {}) as { name?: string; property?: { name?: string } };
  return type === 'CallExpression' && NAMES_DRAWS.has(name ?? property?.name ?? '');
};

/** Of a function, the first values of those of its constants that do nothing but name draws. */
function namesOfDraws(body: Node): Set<Node> {
  const values = new Map<string, Node>();
  const elsewhere = new Set<string>();
  const look = (node: Node, names: boolean) => {
    if (node.type === 'Identifier' && !names) elsewhere.add(String(node.name));
    for (const [field, value] of Object.entries(node)) {
      if ((field === 'key' || field === 'property') && !node.computed) continue;
      if (field === 'id' && node.type === 'VariableDeclarator' && isNode(value) && value.type === 'Identifier') {
        if (isNode(node.init)) values.set(String(value.name), node.init);
        continue;
      }
      for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) look(each, names || namesDraw(node));
    }
  };
  look(body, false);
  return new Set([...values].flatMap(([name, value]) => (elsewhere.has(name) ? [] : [value])));
}

/** Where parameters are declared: with other bounds or another default it is another world, not one that runs otherwise. */
const DECLARES_PARAMS = /\/param\/param\.ts$/;
const declaresParams = (program: Node): ReadonlySet<string> =>
  new Set(
    (program.body as Node[])
      .filter(({ type, source }) => type === 'ImportDeclaration' && DECLARES_PARAMS.test(String((source as Node).value)))
      .flatMap(({ specifiers }) => (specifiers as { local: { name: string } }[]).map(({ local }) => local.name)),
  );

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Of code of types, what is also run. */
const RUN_TYPES = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression']);

/**
 * Every fault of a source, in order. Only what runs is touched: bodies of functions and first values of fields; neither
 * records of parameters and meters nor what is thrown.
 */
export function faultsOf(file: string, code: string): Fault[] {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const faults: Fault[] = [];
  const declaring = declaresParams(program as unknown as Node);
  const naming = new Set<Node>();
  const lines = lineStarts(code);

  const add = (operator: string, start: number, end: number, by: string, probe: Node, kind: Fault['probe']['kind'] = 'expression') => {
    if (code.slice(start, end).includes('\n')) return;
    faults.push({ file, line: lineOf(lines, start), start, end, by, operator, probe: { kind, start: probe.start, end: probe.end } });
  };

  /** Where an operator between two operands stands. */
  const between = (left: Node, right: Node, sign: string): number => {
    const at = code.indexOf(sign, left.end);
    if (at < 0 || at >= right.start) throw new Error(`${file}: no ${sign} after ${left.end}`);
    return at;
  };

  const swap = (operator: string, table: Readonly<Record<string, string>>, node: Node) => {
    const { operator: sign, left, right } = node as Node & { operator: string; left: Node; right: Node };
    if (!(sign in table) || isText(left) || isText(right)) return;
    const at = between(left, right, sign);
    add(operator, at, at + sign.length, table[sign], node);
  };

  const negate = (test: Node | null | undefined) => {
    // a comparison for equality is flipped as such
    if (!test || (test.type === 'BinaryExpression' && String(test.operator) in OPPOSITE)) return;
    add('condition negated', test.start, test.end, `!(${code.slice(test.start, test.end)})`, test);
  };

  const visit = (node: Node) => {
    switch (node.type) {
      case 'BinaryExpression':
        swap('boundary moved', BOUNDARY, node);
        swap('comparison flipped', OPPOSITE, node);
        swap('arithmetic swapped', ARITHMETIC, node);
        break;
      case 'LogicalExpression':
        swap('and/or swapped', LOGICAL, node);
        break;
      case 'AssignmentExpression':
        swap('arithmetic swapped', ASSIGNED, node);
        break;
      case 'UpdateExpression': {
        const at = node.prefix ? node.start : node.end - 2;
        add('arithmetic swapped', at, at + 2, node.operator === '++' ? '--' : '++', node);
        break;
      }
      case 'IfStatement': {
        negate(node.test as Node);
        const consequent = node.consequent as Node;
        if (isNode(node.alternate)) add('else dropped', consequent.end, node.alternate.end, '', node.test as Node);
        break;
      }
      case 'ConditionalExpression':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'ForStatement':
        negate(node.test as Node | null);
        break;
      case 'ForOfStatement': {
        const { type, elements } = node.right as Node & { elements?: Node[] };
        if (type === 'ArrayExpression' && elements && elements.length > 1)
          add('list shortened', elements.at(-2)!.end, elements.at(-1)!.end, '', node.right as Node);
        break;
      }
      case 'ExpressionStatement':
        if (DROPPED.has((node.expression as Node).type) && !isSuper(node.expression as Node))
          add('statement dropped', node.start, node.end, ';', node.expression as Node);
        break;
      case 'ReturnStatement':
      case 'ContinueStatement':
      case 'BreakStatement':
        if (!isNode(node.argument)) add('statement dropped', node.start, node.end, ';', node, 'statement');
        break;
      case 'Literal':
        if (String(node.raw) in LITERALS) add('constant replaced', node.start, node.end, LITERALS[String(node.raw)], node);
        break;
      case 'CallExpression': {
        const { object, property } = node.callee as Node & { object?: Node; property?: Node & { name: string } };
        if (object?.type === 'Identifier' && object.name === 'Math' && property && property.name in ROUNDED)
          add('other rounding or bound', property.start, property.end, ROUNDED[property.name], node);
        break;
      }
    }
  };

  const enter = ({ returnType, body }: Node & { returnType?: { typeAnnotation?: Node } | null; body?: Node & { body?: Node[] } }) => {
    if (returnType?.typeAnnotation?.type === 'TSVoidKeyword' && body?.body && body.body.length > 1)
      add('returned at once', body.start + 1, body.start + 1, ' if (1 < 2) return;', body, 'block');
  };

  const walk = (node: Node, runs: boolean) => {
    if (node.type === 'ThrowStatement' || isSaid(node) || naming.has(node)) return;
    if (node.type === 'CallExpression' && declaring.has(String((node.callee as Node).name))) return;
    if (node.type.startsWith('TS') && !RUN_TYPES.has(node.type)) return;
    if (FUNCTIONS.has(node.type)) {
      enter(node);
      for (const value of namesOfDraws(node)) naming.add(value);
    } else if (runs) visit(node);
    if (namesDraw(node)) return;
    for (const [field, value] of Object.entries(node)) {
      const named = field === 'key' && !node.computed;
      if (named || field === 'typeAnnotation' || field === 'typeArguments') continue;
      const starts = field === 'body' ? FUNCTIONS.has(node.type) : field === 'value' && node.type === 'PropertyDefinition';
      for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) walk(each, runs || starts);
    }
  };
  walk(program as unknown as Node, false);
  return faults.sort((a, b) => a.start - b.start || a.end - b.end);
}

function lineStarts(code: string): number[] {
  const starts = [0];
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

const lineOf = (starts: readonly number[], at: number) => starts.findLastIndex((start) => start <= at) + 1;

/** A source with one fault. */
export const faulty = (code: string, { start, end, by }: Fault): string => code.slice(0, start) + by + code.slice(end);

/** The line of a fault before and after. */
export function changedLine(code: string, fault: Fault): { before: string; after: string } {
  const from = code.lastIndexOf('\n', fault.start - 1) + 1;
  const to = (at: number, text: string) => (text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at));
  const after = faulty(code, fault);
  return {
    before: code.slice(from, to(fault.end, code)).trim(),
    after: after.slice(from, to(fault.start + fault.by.length, after)).trim(),
  };
}

/** Where `probed` sources write down what of them has run. */
export const REACHED = '__reached';

/** A source that writes down, in `globalThis.__reached`, which of its faults would have run; `first` is the number of the first. */
export function probed(code: string, faults: readonly Fault[], first: number): string {
  const opened: { at: number; text: string }[] = [];
  const closed: { at: number; text: string }[] = [];
  faults.forEach(({ probe: { kind, start, end } }, i) => {
    const mark = `${REACHED}[${first + i}] = 1`;
    if (kind === 'block') opened.push({ at: start + 1, text: ` ${mark};` });
    else {
      opened.push({ at: start, text: kind === 'expression' ? `(${mark}, ` : `{ ${mark}; ` });
      closed.push({ at: end, text: kind === 'expression' ? ')' : ' }' });
    }
  });
  // at the same place what ends there comes first
  const all = [...closed, ...opened].sort((a, b) => a.at - b.at);
  let text = '';
  let from = 0;
  for (const { at, text: inserted } of all) {
    text += code.slice(from, at) + inserted;
    from = at;
  }
  return text + code.slice(from);
}
