import { Button, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { withParam } from '../../scenario/edit.ts';
import { encodeLink } from '../../scenario/link.ts';
import { namedParam } from '../../scenario/named-param.ts';
import { same } from '../../scenario/same.ts';
import { BASE, type Scenario } from '../../scenario/scenario.ts';
import { targetOf } from '../../scenario/setting.ts';
import { listed, nameOf, valueIn } from '../../scenario/wording.ts';
import { armsApart, livingYours, setLater } from '../../scenario/yours.ts';
import { here } from '../address/here.ts';
import Received from '../address/Received.tsx';
import { useSent } from '../address/sent.ts';
import { FIGURES } from '../address/useDifferences.ts';
import { type Editing, ParamControl } from '../param/ParamControl.tsx';
import { useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { reportOf } from './goalReport.ts';
import { goToStep, useVeil } from './goToStep.ts';
import { judgedNow } from './judged.ts';
import { MarkdownLine } from './Markdown.tsx';
import { stepOf } from './place.ts';
import { useGiven } from './useGiven.ts';
import { useTold } from './useTold.ts';
import classes from './YourNumbers.module.css';

/** Sets the base for the whole run: every arm starts from it. */
const EDITING: Editing = {
  arm: BASE,
  set: (path, value, gesture) => useDocument.getState().edit((scenario) => withParam(scenario, BASE, path, value, 'whole-run'), gesture),
  settle: () => useDocument.getState().settle(),
};

/** The form after the story: the reader fills in what their own system has. */
export default function YourNumbers() {
  const scenario = useDocument((state) => state.scenario);
  const original = useDocument((state) => state.original);
  const veiled = useVeil();
  const sent = useSent();
  const last = stepOf(
    scenario,
    useSession((state) => state.step),
  );
  const rows = rowsOf(scenario, original);
  const back = () => goToStep(last);
  return (
    <>
      <h2 className={classes.title}>With your numbers</h2>
      <p className={classes.intro}>Set what your own system has: every run is computed again.</p>
      {sent && (
        <div className={classes.received}>
          <Received />
        </div>
      )}
      {veiled && (
        <p className={classes.note}>
          The question of step {last + 1} is open: a number set here shows its answer.{' '}
          <button type="button" className="text-button" onClick={back}>
            Back to the question
          </button>
        </p>
      )}
      {rows.map(({ path, param, label, value, notes }) => (
        <div key={path} className={classes.row}>
          <ParamControl path={path} param={param} label={label} value={value} editing={EDITING} />
          <p className={classes.note}>{notes.join(' ')}</p>
        </div>
      ))}
      <Group gap={6} mt={10}>
        <CopyLink />
        {scenario.story.length > 0 && (
          <Button variant="default" onClick={back}>
            Back
          </Button>
        )}
        <Button
          variant="default"
          disabled={rows.every(({ value, first }) => first === undefined || same(value, first))}
          onClick={() => useDocument.getState().edit((now) => withFirst(now, original))}
        >
          Back to the lesson’s numbers
        </Button>
      </Group>
      {!veiled && <Judged scenario={scenario} />}
    </>
  );
}

/** What stands in the form, a parameter a row. */
function rowsOf(scenario: Scenario, original: Scenario) {
  return (livingYours(scenario.yours, scenario.components) ?? []).flatMap(({ path, label }) => {
    const target = targetOf(scenario.components, path);
    const named = namedParam(scenario.components, path);
    if (target.kind !== 'param' || !named) return [];
    const { param, value } = target;
    const first = firstOf(original, path, target);
    const said = (other: unknown) => (other === undefined ? '' : ` (${valueIn(param, other, FIGURES)})`);
    const apart = armsApart(scenario, path).map((arm) => `“${arm.title}”${said(arm.value)}`);
    const later = setLater(scenario, path).map(
      ({ arm, at, value: to }) => `${arm === null ? 'The lesson' : `“${arm}”`} sets it at ${FIGURES.clock(at)}${said(to)}.`,
    );
    const notes = [
      ...(first === undefined ? [] : [`In the lesson: ${valueIn(param, first, FIGURES)}.`]),
      ...(apart.length === 0 ? [] : [`${listed(apart)} ${apart.length === 1 ? 'keeps its' : 'keep their'} own.`]),
      ...later,
    ];
    return [{ path, param, value, first, label: label ?? nameOf(named.chain, named.of), notes }];
  });
}

/** What a parameter was before anybody changed it; undefined where it was not there. */
function firstOf(original: Scenario, path: string, { param }: { param: unknown }): unknown {
  const target = targetOf(original.components, path);
  return target.kind === 'param' && target.param === param ? target.value : undefined;
}

/** The scenario with the form as it was. */
function withFirst(scenario: Scenario, original: Scenario): Scenario {
  return rowsOf(scenario, original).reduce(
    (done, { path, first }) => (first === undefined ? done : withParam(done, BASE, path, first, 'whole-run')),
    scenario,
  );
}

/** A link that opens at the form, with what is filled in. */
function CopyLink() {
  const clipboard = useClipboard();
  const copy = () => clipboard.copy(`${window.location.origin}${window.location.pathname}#${encodeLink(here())}`);
  return <Button onClick={copy}>{clipboard.error ? 'Not copied: use Share' : clipboard.copied ? 'Copied' : 'Copy link'}</Button>;
}

/** What the goals say of these numbers, in a sentence: how many are reached, and the first that is not, or what is not kept for them. */
function Judged({ scenario }: { scenario: Scenario }) {
  useResults();
  const told = useTold(scenario);
  const given = useGiven(scenario, true);
  const { goals, met, broken } = judgedNow(scenario);
  // the goals below say what else is otherwise
  if (goals.length === 0 || given) return null;
  const missed = goals.find(({ verdict }) => !verdict?.holds);
  const open = missed ?? broken[0];
  return (
    <p className={classes.judged} role="status">
      With these numbers {countOf(met, goals.length)} reached
      {open && (
        <>
          {missed ? '; still open' : ', but not everything is kept'}: “<MarkdownLine text={open.claim.text.replace(/\.$/, '')} />”
          {open.verdict && ` (${reportOf(open.claim, open.verdict, told)})`}
        </>
      )}
      .
    </p>
  );
}

function countOf(reached: number, all: number): string {
  if (all === 1) return reached === 1 ? 'the goal is' : 'the goal is not';
  if (reached === all) return all === 2 ? 'both goals are' : `all ${all} goals are`;
  return reached === 0 ? `none of the ${all} goals is` : `${reached} of the ${all} goals ${reached === 1 ? 'is' : 'are'}`;
}
