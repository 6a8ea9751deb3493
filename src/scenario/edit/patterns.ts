import { complete } from '../complete.ts';
import type { StepOfRoutine } from '../component-doc.ts';
import { withParam } from '../edit.ts';
import { BASE, type Scenario } from '../scenario.ts';
import { withSetting } from '../setting.ts';
import { addComponent } from './add-component.ts';
import { changeComponentId } from './change-component-id.ts';
import { drawWire } from './draw-wire.ts';
import { type Gesture, isRefused, type Refusal } from './gesture.ts';
import { renameComponent } from './rename-component.ts';

/** A system to begin with. */
export interface Pattern {
  id: string;
  title: string;
  /** One sentence. */
  summary: string;
  make(): Scenario;
}

/** Nothing yet; bins of half a second, so that a few dozen requests a second draw a calm line. */
export function emptyScenario(): Scenario {
  return complete({ format: 2, bins: 120, components: {} });
}

/** One that a hand could have made: gestures, and sliders set. */
class Draft {
  private scenario: Scenario;

  constructor({ title, summary }: Omit<Pattern, 'make'>) {
    this.scenario = { ...emptyScenario(), title, summary };
  }

  /** A component of a kind, called otherwise and set otherwise where that is said. Its id. */
  add(kind: string, title?: string, values: Readonly<Record<string, unknown>> = {}): string {
    let id = this.take(addComponent(this.scenario, kind)).id!;
    if (title) {
      this.take(renameComponent(this.scenario, id, title));
      id = this.take(changeComponentId(this.scenario, id, title.toLowerCase())).id!;
    }
    for (const [name, value] of Object.entries(values)) this.scenario = withParam(this.scenario, BASE, `${id}.${name}`, value, 'whole-run');
    return id;
  }

  /** Each to the next. */
  wire(...ids: readonly string[]): void {
    for (let i = 1; i < ids.length; i++) this.take(drawWire(this.scenario, ids[i - 1], ids[i]));
  }

  /** What a component does for a request, step by step. */
  routine(id: string, steps: readonly StepOfRoutine[]): void {
    const { components } = this.scenario;
    this.scenario = { ...this.scenario, components: withSetting(components, `${id}.routine`, steps) };
  }

  get made(): Scenario {
    return this.scenario;
  }

  private take(result: Gesture | Refusal): Gesture {
    if (isRefused(result)) throw new Error(result.why);
    this.scenario = result.scenario;
    return result;
  }
}

function pattern(words: Omit<Pattern, 'make'>, draw: (draft: Draft) => void): Pattern {
  return {
    ...words,
    make() {
      const draft = new Draft(words);
      draw(draft);
      return draft.made;
    },
  };
}

const exponential = (mean: number) => ({ kind: 'exponential', mean });

/** Systems to begin with, each calm: what works in it is half to two thirds busy. */
export const patterns: readonly Pattern[] = [
  pattern({ id: 'client-service', title: 'Client and service', summary: 'Clients call one service.' }, (draft) => {
    draft.wire(draft.add('client'), draft.add('service'));
  }),
  pattern(
    { id: 'behind-a-gateway', title: 'Behind a gateway', summary: 'A gateway limits how many requests a second reach a service.' },
    (draft) => {
      const client = draft.add('client');
      const gateway = draft.add('gateway', undefined, { 'limiter.rate': 80 });
      draft.wire(client, gateway, draft.add('service'));
    },
  ),
  pattern(
    { id: 'cache-aside', title: 'Cache-aside', summary: 'A service reads through a cache, and what is not in it from a database.' },
    (draft) => {
      const client = draft.add('client');
      const service = draft.add('service', undefined, { serviceTime: exponential(75) });
      const cache = draft.add('cache', undefined, { reads: 'cache-aside' });
      const database = draft.add('database', undefined, { servers: 2, serviceTime: exponential(40) });
      draft.wire(client, service, cache, database);
    },
  ),
  pattern(
    { id: 'queue-and-workers', title: 'Queue and workers', summary: 'Clients put jobs in a queue, and workers do them when they can.' },
    (draft) => {
      draft.wire(draft.add('client'), draft.add('job-queue'), draft.add('workers'));
    },
  ),
  pattern({ id: 'three-tiers', title: 'Three tiers', summary: 'A web tier calls an application tier, and that a database.' }, (draft) => {
    const client = draft.add('client');
    const web = draft.add('service', 'Web', { servers: 15, serviceTime: exponential(40) });
    const application = draft.add('service', 'Application', { serviceTime: exponential(60) });
    const database = draft.add('database', undefined, { serviceTime: exponential(20) });
    draft.wire(client, web, application, database);
  }),
  pattern({ id: 'fan-out', title: 'Fan-out', summary: 'A service asks three others at once, and answers when all have.' }, (draft) => {
    const client = draft.add('client');
    const front = draft.add('service', 'Front', { servers: 12, serviceTime: exponential(20) });
    draft.wire(client, front);
    const asked = ['Prices', 'Stock', 'Reviews'].map((title) => draft.add('service', title, { servers: 5, serviceTime: exponential(50) }));
    for (const id of asked) draft.wire(front, id);
    draft.routine(front, ['work', { par: asked }, 'answer']);
  }),
];
