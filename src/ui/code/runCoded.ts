import { type Listener, Simulator } from '../../host/client.ts';
import { CodeError, codeSentence } from '../../host/sandbox/code-error.ts';
import { areAllowed, codeHash, disallowCrashed, isAllowed } from '../../host/sandbox/consent.ts';
import { Sandbox } from '../../host/sandbox/sandbox.ts';
import type { OwnPolicies } from '../../scenario/own-policies.ts';
import { ScenarioError, sentence } from '../../scenario/problem.ts';
import { readScenario } from '../../scenario/read.ts';
import { documentOf } from '../../scenario/write.ts';
import { say, unsay } from '../notices.ts';
import { lookWith } from '../samples/lookWorkers.ts';
import { useDocument } from '../store/document.ts';
import { useCode } from './code.ts';

type Asked = Parameters<Simulator['run']>[0];

/** One worker is enough for code: a slider makes it run its few arms again. */
const WORKERS = 1;

let simulator: Simulator | null = null;
/** The code that the workers have in them, as text; and what starts others with it. */
let loaded = '';
let start: Sandbox['start'] | undefined;
/** What to do when the code has said what it is. */
let whenDescribed: () => void = () => {};

// what took the page down when it ran last waits for consent again
const crashed = disallowCrashed();
if (crashed.length > 0) useCode.setState({ problems: [{ policy: '', line: null, message: 'The page went down while this code ran.' }] });

/** Whether code of a document may run here; where not, it is noted what waits. */
export function mayRun(policies: OwnPolicies): boolean {
  const waiting = Object.entries(policies).filter(([, { source }]) => !isAllowed(codeHash(source)));
  useCode.setState({ waiting: waiting.map(([id]) => id) });
  return areAllowed(policies);
}

/** Runs arms with code of the document's own, in a sandbox; what is wrong with the code is told and the last picture stays. */
export function runCoded(policies: OwnPolicies, arms: Asked, listener: Listener, described: () => void): void {
  whenDescribed = described;
  if (!load(policies, listener)) {
    const [first] = useCode.getState().problems;
    for (const { arm } of arms) listener.failed(arm, first ? codeSentence(first) : 'its code has a problem');
    return;
  }
  if (useCode.getState().described > 0) tellMisfits();
  simulator?.prepare(arms.map(({ plan, recordings }) => ({ plan, recordings })));
  simulator?.run(arms);
}

/** What the notice of values is about. */
const MISFITS = 'values that code does not take';

/** Reads the scenario anew, now that it is known which values its code takes, and says which of its own are others. */
function tellMisfits(): void {
  try {
    readScenario(documentOf(useDocument.getState().scenario));
    void unsay(MISFITS);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    const [first, ...others] = error.problems;
    const more = others.length === 0 ? '' : ` And ${others.length} more.`;
    void say(`The code of this scenario does not take a value that it is given. ${sentence(first)}.${more}`, 'error', MISFITS);
  }
}

export function dropCoded(arm: string): void {
  simulator?.drop(arm);
}

/** Puts the code into workers, unless it is there. Whether it could be. */
function load(policies: OwnPolicies, listener: Listener): boolean {
  const text = JSON.stringify(policies);
  if (text === loaded && simulator) {
    lookWith(start);
    return true;
  }
  loaded = text;
  let sandbox: Sandbox;
  try {
    sandbox = new Sandbox(policies, {
      described: () => {
        useCode.setState(({ described: times }) => ({ described: times + 1 }));
        tellMisfits();
        whenDescribed();
      },
      broken: (problems) => useCode.setState({ problems }),
    });
  } catch (error) {
    if (!(error instanceof CodeError)) throw error;
    loaded = '';
    useCode.setState({ problems: error.problems });
    return false;
  }
  useCode.setState({ problems: [], warnings: sandbox.warnings });
  start = sandbox.start;
  lookWith(start);
  if (simulator) simulator.use(sandbox.start);
  else
    simulator = new Simulator(
      {
        ...listener,
        failed: (arm, message, place) => {
          // where it is stands beside it
          const said = place ? message.replace(/^[^:]*: /, '') : message;
          useCode.setState({ problems: [{ policy: place?.policy ?? '', line: place?.line ?? null, message: said }] });
          listener.failed(arm, message, place);
        },
      },
      sandbox.start,
      WORKERS,
    );
  return true;
}
