import { defineLaws, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

const KEYS = 1_000;

const first = (nodes: number) => Array.from({ length: nodes }, (_, node) => node);

/** Where every key lives while all nodes have as much to do. */
function places({ policy, params }: Subject<'placement'>, trial: Trial, nodes: readonly number[], load?: Float64Array): number[] {
  const state = policy.start(params, nodes);
  const idle = load ?? new Float64Array(Math.max(...nodes) + 1);
  return Array.from({ length: KEYS }, (_, key) => {
    trial.step();
    const node = policy.place(state, params, key, idle);
    trial.must('there', nodes.includes(node), 'place', () => `puts key ${said(key)} on node ${said(node)} of ${nodes.join(', ')}`);
    return node;
  });
}

const differs = (one: readonly number[], other: readonly number[]) => one.findIndex((node, key) => node !== other[key]);

export const laws = defineLaws('placement', {
  words: { tries: 'clusters', step: 'key', steps: 'keys' },
  experiments: [
    {
      tries: 6,
      laws: {
        there: 'Puts keys only on nodes that there are',
        same: 'Comes to the same answer wherever it is asked, while nodes and load are the same',
        untouched: 'Leaves the load that it is shown as it is',
      },
      play(subject, trial) {
        const { chance } = trial;
        const nodes = first(12).filter(() => chance.happens(0.5));
        if (nodes.length === 0) nodes.push(3);
        const load = Float64Array.from({ length: 12 }, () => chance.below(4));
        const before = load.slice();
        const [one, other] = [places(subject, trial, nodes, load), places(subject, trial, nodes, load)];
        const key = differs(one, other);
        trial.must('same', key < 0, 'place', () => `puts key ${key} on node ${one[key]}, and asked elsewhere on node ${other[key]}`);
        trial.must(
          'untouched',
          load.every((each, node) => each === before[node]),
          'place',
          () => 'changes the load',
        );
      },
    },
    {
      promise: 'ignores-load',
      tries: 2,
      laws: { 'ignores-load': 'Puts a key on the same node whatever the load' },
      play(subject, trial) {
        for (const nodes of [first(2), first(8)]) {
          const uneven = Float64Array.from(nodes, (node) => (node % 3) * 1_000);
          const [idle, loaded] = [places(subject, trial, nodes), places(subject, trial, nodes, uneven)];
          const key = differs(idle, loaded);
          trial.must('ignores-load', key < 0, 'place', () => `puts key ${key} on node ${idle[key]}, and under load on node ${loaded[key]}`);
        }
      },
    },
    {
      promise: 'moves-only-to-the-newcomer',
      tries: 1,
      laws: { 'moves-only-to-the-newcomer': 'Moves keys only to a node that joins, and only those of a node that goes' },
      play(subject, trial) {
        for (const nodes of [1, 2, 4, 7]) {
          const [before, after] = [places(subject, trial, first(nodes)), places(subject, trial, first(nodes + 1))];
          const moved = before.findIndex((node, key) => after[key] !== node && after[key] !== nodes);
          trial.must(
            'moves-only-to-the-newcomer',
            moved < 0,
            'place',
            () => `moves key ${moved} from node ${before[moved]} to node ${after[moved]} when node ${nodes} joins`,
          );
          const rest = places(
            subject,
            trial,
            first(nodes + 1).filter((node) => node !== 0),
          );
          const lost = after.findIndex((node, key) => node !== 0 && rest[key] !== node);
          trial.must(
            'moves-only-to-the-newcomer',
            lost < 0,
            'place',
            () => `moves key ${lost} from node ${after[lost]} to node ${rest[lost]} when node 0 goes`,
          );
        }
      },
    },
    {
      promise: 'bounds-load',
      tries: 2,
      laws: { 'bounds-load': 'Gives no node more than its bound times the mean load' },
      play({ policy, params }, trial) {
        const { bound } = params as { bound: number };
        for (const nodes of [2, 5, 16]) {
          const state = policy.start(params, first(nodes));
          const load = new Float64Array(nodes);
          for (let call = 1; call <= 1_000; call++) {
            trial.step();
            const node = policy.place(state, params, trial.chance.happens(0.5) ? 0 : trial.chance.below(200), load);
            load[node]++;
            const most = Math.ceil((bound * call) / nodes);
            trial.must(
              'bounds-load',
              load[node] <= most,
              'place',
              () => `gives node ${node} ${load[node]} of ${call} calls, of which ${most} are its most`,
            );
          }
        }
      },
    },
  ],
});
