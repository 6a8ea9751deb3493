import { type Component, type ComponentDefinition, defineComponent, type Site } from '../../src/sim/component/component.ts';
import { Caller } from '../../src/sim/flow/caller.ts';
import { callerFacts, callerGauges } from '../../src/sim/flow/caller-meters.ts';
import { callerParams, callerScopes } from '../../src/sim/flow/caller-params.ts';

/** What stands in a test where a service would: what it does with a call, written in a few lines. */
export interface StandIn {
  /** A call has arrived. */
  receive(call: number): void;
  /** What `later` asked for is due. */
  due?(call: number): void;
}

/** What a stand-in can do. */
export interface Hands {
  site: Site;
  /** Answers a call, now. */
  answer(call: number, outcome: number): void;
  /** Has `due` called after so long [whole µs]. */
  later(call: number, after: number): void;
}

const facts = [...callerFacts, 'arrived', 'answered'];
const ARRIVED = facts.indexOf('arrived');
const ANSWERED = facts.indexOf('answered');

/** A component kind for `components` of a world's options. What its callers withdraw, it goes on with. */
export function standIn(id: string, make: (hands: Hands) => StandIn): ComponentDefinition {
  return defineComponent({
    id,
    title: id,
    summary: 'Stands in a test where a service would.',
    notes: [],
    params: callerParams({ maxAttempts: 1, attemptTimeout: null }),
    scopes: callerScopes,
    takes: ['calls'],
    sends: ['calls'],
    calls: { least: 0, most: 0 },
    routine: false,
    facts,
    gauges: [...callerGauges, { name: 'open', up: ['arrived'], down: ['answered'] }],
    histograms: [],
    meters: [{ kind: 'level', name: 'open', label: 'Open', unit: 'req', help: 'Calls not answered.', gauges: ['open'] }],
    face: { line: '', shows: [] },
    balances: [{ of: 'calls', begun: ['arrived'], ended: ['answered'], open: ['open'] }],
    create(site, params): Component {
      const { simulation, calls } = site;
      const desk = make({
        site,
        answer(call, outcome) {
          site.report(ANSWERED, call);
          site.allWires[calls.wire[call]].caller.answered(call, outcome);
        },
        later: (call, after) => simulation.schedule(simulation.now + after, due, call),
      });
      const due = site.event((call) => desk.due?.(call));
      return {
        caller: new Caller(site, params, { concluded() {} }),
        callee: {
          receive(call) {
            site.report(ARRIVED, call);
            desk.receive(call);
          },
          withdraw() {},
        },
        start() {},
        changed() {},
      };
    },
  });
}
