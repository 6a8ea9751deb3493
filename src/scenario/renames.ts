type Raw = Readonly<Record<string, unknown>>;
type Names = Readonly<Record<string, string>>;

/** What is called otherwise from a format on, by the kind of the component it belongs to: old name → new. */
export interface Renames {
  params: Readonly<Record<string, Names>>;
  meters: Readonly<Record<string, Names>>;
}

/** Kinds that a component has, by its id: in the scenario itself, or in an arm that brings it along. */
type Kinds = ReadonlyMap<string, readonly string[]>;

/**
 * A document with everything called by its new name, wherever a path leads to it: components, settings and changes of the
 * base and of arms, charts, story, claims and goals, the reader's own numbers, numbers in prose. What is not as it should be stays as it is: whoever
 * reads the document says so.
 */
export function renamed(document: Raw, renames: Renames): Raw {
  const rename = new Renaming(renames);
  const arms = list(document.arms);
  const base = kindsIn(record(document.components));
  const all = arms.reduce<Kinds>((known, arm) => joined(known, kindsIn(record(record(arm).set))), base);
  const result: Record<string, unknown> = { ...document };
  const edit = (key: string, change: (value: unknown) => unknown) => {
    if (Object.hasOwn(document, key)) result[key] = change(document[key]);
  };
  edit('components', (components) => rename.components(components));
  edit('changes', (changes) => rename.changes(changes, base));
  edit('arms', (value) =>
    each(value, (arm) => {
      const kinds = joined(kindsIn(record(arm.set)), base);
      return edited(arm, { set: (set) => rename.settings(set, kinds), changes: (changes) => rename.changes(changes, kinds) });
    }),
  );
  edit('watch', (charts) =>
    mapped(charts, (chart) =>
      typeof chart === 'string' ? rename.meter(chart, all) : edited(chart, { meter: (meter) => rename.meter(meter, all) }),
    ),
  );
  edit('story', (story) =>
    each(story, (step) =>
      edited(step, {
        text: (text) => rename.prose(text, all),
        ask: (ask) =>
          edited(ask, {
            question: (text) => rename.prose(text, all),
            lines: (lines) => edited(lines, { meter: (meter) => rename.meter(meter, all) }),
            why: (text) => rename.prose(text, all),
          }),
        set: (set) => rename.settings(set, base),
        look: (meters) => mapped(meters, (meter) => rename.meter(meter, all)),
      }),
    ),
  );
  edit('yours', (parameters) =>
    mapped(parameters, (parameter) =>
      typeof parameter === 'string' ? rename.path(parameter, base) : edited(parameter, { path: (path) => rename.path(path, base) }),
    ),
  );
  for (const key of ['fixed', 'free']) edit(key, (paths) => mapped(paths, (path) => rename.path(path, base)));
  for (const key of ['claims', 'goals', 'keep'])
    edit(key, (claims) =>
      each(claims, (claim) =>
        edited(claim, {
          text: (text) => rename.prose(text, all),
          meter: (meter) => rename.meter(meter, all),
          than: (than) => edited(than, { meter: (meter) => rename.meter(meter, all) }),
        }),
      ),
    );
  return result;
}

class Renaming {
  constructor(private readonly renames: Renames) {}

  components(value: unknown): unknown {
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([id, component]) => [id, this.component(component)]));
  }

  private component(value: unknown): unknown {
    if (!isRecord(value) || typeof value.kind !== 'string') return value;
    const names = of(this.renames.params, value.kind);
    return withKeys(value, (key) => of(names, key) ?? key);
  }

  /** Paths and values; an arm's may be whole components. */
  settings(value: unknown, kinds: Kinds): unknown {
    if (!isRecord(value)) return value;
    const whole = Object.fromEntries(
      Object.entries(value).map(([path, setting]) => [path, path.includes('.') ? setting : this.component(setting)]),
    );
    return withKeys(whole, (path) => this.path(path, kinds));
  }

  /** `component.parameter`, and on into a policy. */
  path<V>(value: V, kinds: Kinds): V | string {
    if (typeof value !== 'string') return value;
    const [id, param, ...rest] = value.split('.');
    const name = param === undefined ? undefined : this.find(this.renames.params, id, param, kinds);
    return name === undefined ? value : [id, name, ...rest].join('.');
  }

  changes(value: unknown, kinds: Kinds): unknown {
    return each(value, (change) => edited(change, { set: (set) => this.settings(set, kinds) }));
  }

  /** `component.meter`; the gauges of a policy are called after the parameter that chooses it. */
  meter(value: unknown, kinds: Kinds): unknown {
    if (typeof value !== 'string') return value;
    const [id, ...path] = value.split('.');
    const name = this.find(this.renames.meters, id, path.join('.'), kinds);
    if (name !== undefined) return `${id}.${name}`;
    const [param, ...rest] = path;
    const policy = rest.length > 0 ? this.find(this.renames.params, id, param, kinds) : undefined;
    return policy === undefined ? value : [id, policy, ...rest].join('.');
  }

  /** Markdown with numbers that name their meter: `[12,700](shoppers.attempts@base sum 20s..28s)`. */
  prose(value: unknown, kinds: Kinds): unknown {
    if (typeof value !== 'string') return value;
    return value.replace(/(\]\()([a-z][A-Za-z0-9-]*\.[A-Za-z0-9.-]+)(?=[@\s)])/g, (_, before: string, meter: string) => {
      return `${before}${this.meter(meter, kinds)}`;
    });
  }

  private find(names: Renames['params'], id: string, old: string, kinds: Kinds): string | undefined {
    for (const kind of kinds.get(id) ?? []) {
      const name = of(of(names, kind), old);
      if (name !== undefined) return name;
    }
    return undefined;
  }
}

/** With other keys in the same places; a key whose new name is taken keeps the old one. */
function withKeys(value: Raw, rename: (key: string) => string): Raw {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const name = rename(key);
      return [Object.hasOwn(value, name) ? key : name, each];
    }),
  );
}

function kindsIn(components: Raw): Kinds {
  const kinds = new Map<string, readonly string[]>();
  for (const [id, component] of Object.entries(components)) {
    const { kind } = record(component);
    if (typeof kind === 'string') kinds.set(id, [kind]);
  }
  return kinds;
}

/** The kinds of both; the first's before the second's. */
function joined(first: Kinds, second: Kinds): Kinds {
  const kinds = new Map(first);
  for (const [id, more] of second) kinds.set(id, [...(kinds.get(id) ?? []), ...more]);
  return kinds;
}

/** A record with some of its fields changed, if it has them. */
function edited(value: unknown, edits: Readonly<Record<string, (value: unknown) => unknown>>): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, Object.hasOwn(edits, key) ? edits[key](own) : own]));
}

function each(value: unknown, edit: (entry: Raw) => unknown): unknown {
  return mapped(value, (entry) => (isRecord(entry) ? edit(entry) : entry));
}

function mapped(value: unknown, edit: (entry: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(edit) : value;
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const record = (value: unknown): Raw => (isRecord(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function of<V>(names: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
  return names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
}
