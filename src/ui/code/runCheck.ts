import { type CheckLine, isReport, linesOf } from '../../host/check-report.ts';
import { Looker } from '../../host/looker.ts';
import { causeOfChange } from '../../host/sandbox/cause-of-change.ts';
import { CodeError } from '../../host/sandbox/code-error.ts';
import { Sandbox } from '../../host/sandbox/sandbox.ts';
import { planOf } from '../../scenario/arm.ts';
import { ownPoliciesIn, settingsIn } from '../../scenario/own-policies.ts';
import { recordingsIn } from '../../scenario/recordings.ts';
import { armsOf } from '../../scenario/scenario.ts';
import { supply } from '../recordings/recordings.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { type Check, useCheck } from './check.ts';

let looker: Looker<'check'> | null = null;
let asked = 0;

/** Holds a policy to the laws of its kind, in a sandbox of its own; what comes of it is in `useCheck`. */
export async function runCheck(id: string): Promise<void> {
  const ask = ++asked;
  looker?.close();
  looker = null;
  const { scenario } = useDocument.getState();
  const { policies } = scenario;
  const { seam, source } = policies[id];
  const arms = armsOf(scenario).map((arm) => arm.id);
  const uses = (arm: string) => ownPoliciesIn(planOf(scenario, arm), policies).includes(id);
  const arm = [useSession.getState().arm, ...arms].find((each) => arms.includes(each) && uses(each));
  const plan = arm === undefined ? null : planOf(scenario, arm);
  useCheck.setState({
    check: { policy: id, source, state: 'under-way', done: 0, lines: [], note: plan ? null : 'No arm uses it, so no run was compared.' },
  });
  const { recordings, missing } = await supply(plan ? recordingsIn(plan) : []);
  if (ask !== asked) return;
  if (missing) note({ note: 'The run waits for its file, so no run was compared.' });
  const ran = missing ? null : plan;
  const needed = new Set([id, ...(ran ? ownPoliciesIn(ran, policies) : [])]);
  const fail = (message: string) => end({ state: 'failed', note: message });
  let sandbox: Sandbox;
  try {
    sandbox = new Sandbox(Object.fromEntries(Object.entries(policies).filter(([each]) => needed.has(each))));
  } catch (error) {
    if (!(error instanceof CodeError)) throw error;
    fail(error.message);
    return;
  }
  const cause = causeOfChange(source);
  const linesIn = (answer: unknown): readonly CheckLine[] | null => (isReport(answer) ? linesOf(answer, cause) : null);
  const listener: ConstructorParameters<typeof Looker<'check'>>[0] = {
    progress: (_, { done }, soFar) => {
      const lines = soFar && linesIn(soFar);
      note({ done: Number(done) || 0, ...(lines ? { lines } : {}) });
    },
    answer: (_, answer) => {
      const lines = linesIn(answer);
      if (lines) end({ state: 'finished', done: 1, lines });
      else fail('it has said something that no check says');
    },
    failed: (_, message) => fail(message),
  };
  looker = new Looker<'check'>(listener, sandbox.start);
  const args = { seam, policy: id, settings: settingsIn({ ...scenario, policies: {} }, id) };
  looker.want([{ ask: 'check', slot: 'check', plan: ran, run: JSON.stringify([ran, source]), time: 0, args, recordings }]);
}

/** Ends the check that is under way; what it has found stays. */
export function stopCheck(): void {
  asked++;
  const underWay = useCheck.getState().check?.state === 'under-way';
  end(underWay ? { state: 'stopped' } : {});
}

function end(change: Partial<Check>): void {
  looker?.close();
  looker = null;
  note(change);
}

function note(change: Partial<Check>): void {
  useCheck.setState(({ check }) => ({ check: check && { ...check, ...change } }));
}
