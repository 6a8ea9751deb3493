import { useEffect, useState } from 'react';
import { renderSVG } from 'uqr';
import type { StepDoc } from '../../scenario/scenario.ts';
import { fragmentOf, nameOf } from '../address/address.ts';
import { Pinned } from '../challenge/Pinned.tsx';
import { armStyle } from '../chart/armStyles.ts';
import { Chart } from '../chart/Chart.tsx';
import { useLit } from '../chart/lit.ts';
import { useCharts } from '../chart/useCharts.ts';
import { formatClock } from '../quantity.ts';
import { useDocument } from '../store/document.ts';
import { playhead, usePlayhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { goToStep, revealStep } from '../story/goToStep.ts';
import { letterOf } from '../story/guesses.ts';
import { Markdown, MarkdownLine } from '../story/Markdown.tsx';
import { Pointed } from '../story/Pointed.tsx';
import { stepOf } from '../story/place.ts';
import classes from './Projector.module.css';
import { setVotes, stepKey, useVotes } from './votes.ts';

/** Longer addresses make codes that no camera reads from the last row [characters]. */
const LONGEST_CODE = 300;

/** The scenario for a room: one chart, one question, type for the last row. Keys do the rest. */
export default function Projector() {
  const { list, chief, titleOf, unitOf, guessesOn, look: _, ...drawn } = useCharts();
  const scenario = useDocument((state) => state.scenario);
  const place = useSession((state) => state.step);
  // the form after the last step is nothing for a room
  const number = stepOf(scenario, place);
  const step = scenario.story[number] as StepDoc | undefined;
  const brief = useSession((state) => (state.challenge === 'on' ? scenario.challenge?.brief : undefined));
  const [chosen, setChosen] = useState<string | null>(null);
  const lit = useLit(({ spans }) => spans[0]?.meter);
  const shown = list.find(({ meter }) => meter === (lit ?? chosen)) ?? chief;
  useFullScreen();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step points at another chart
  useEffect(() => setChosen(null), [number]);
  return (
    <main className={classes.projector}>
      <section className={classes.picture} aria-label="Picture">
        {shown && (
          <Chart {...drawn} watch={shown} title={titleOf(shown)} unit={unitOf(shown)} guesses={guessesOn(shown)} pointedAt={false} large />
        )}
        <div className={classes.foot}>
          <Moment />
          {drawn.arms.length > 1 &&
            drawn.arms.map(({ id, title, index }) => (
              <span key={id} style={{ color: armStyle(index).color }}>
                {title}
              </span>
            ))}
        </div>
        {list.length > 1 && (
          <nav className={classes.others} aria-label="Charts">
            {list.map((each) => (
              <button
                key={each.meter}
                type="button"
                aria-current={each === shown ? 'true' : undefined}
                onClick={() => setChosen(each.meter)}
              >
                {titleOf(each)}
              </button>
            ))}
          </nav>
        )}
      </section>
      <section className={classes.side} aria-label="Story">
        <h1>{brief === undefined && step ? step.title : scenario.title}</h1>
        {brief !== undefined ? (
          <>
            <Markdown text={brief} />
            <Pinned large />
          </>
        ) : step?.ask ? (
          <Slide key={number} step={step} number={number} title={scenario.title} />
        ) : (
          <Markdown text={step?.text ?? scenario.summary} />
        )}
        <Code />
      </section>
      <Pointed />
    </main>
  );
}

/** The question with a count of hands at each choice; the answer with their bars. */
function Slide({ step, number, title }: { step: StepDoc; number: number; title: string }) {
  const key = stepKey(title, number);
  const votes = useVotes(({ byStep }) => byStep[key]) ?? [];
  const revealed = useSession((state) => state.revealed.includes(number));
  const ask = step.ask!;
  const { because } = ask.choices[ask.answer];
  const all = Math.max(
    1,
    votes.reduce((sum, each) => sum + each, 0),
  );
  const look = () => {
    revealStep(number);
    playhead.seek(step.at ?? 0);
    playhead.play();
  };
  return (
    <>
      <p className={classes.question}>
        <MarkdownLine text={ask.question} points />
      </p>
      <ol className={classes.choices}>
        {ask.choices.map((choice, i) => (
          <li key={choice.text} data-right={(revealed && i === ask.answer) || undefined}>
            <i style={{ width: `${((votes[i] ?? 0) / all) * 100}%` }} />
            <span>
              {ask.lines && <b aria-hidden="true">{letterOf(i)}</b>} <MarkdownLine text={choice.text} />
            </span>
            <input
              aria-label={`Hands for: ${choice.text}`}
              inputMode="numeric"
              value={votes[i] ?? 0}
              onChange={({ currentTarget }) => setVotes(key, i, Number(currentTarget.value.replace(/\D/g, '')) || 0)}
              onKeyDown={(event) => event.stopPropagation()}
              onFocus={({ currentTarget }) => currentTarget.select()}
            />
            <button type="button" aria-label={`+1 hand for: ${choice.text}`} onClick={() => setVotes(key, i, (votes[i] ?? 0) + 1)}>
              +1
            </button>
          </li>
        ))}
      </ol>
      {revealed ? (
        <>
          {because && <Markdown text={because} />}
          {ask.why && <Markdown text={ask.why} />}
        </>
      ) : (
        <button type="button" className={classes.look} onClick={look}>
          Run and look
        </button>
      )}
    </>
  );
}

function Moment() {
  const now = usePlayhead();
  return <span className={classes.moment}>{formatClock(now, true)}</span>;
}

/** Where the room finds the same on its own screens. */
function Code() {
  const origin = useDocument((state) => state.origin);
  const edited = useDocument((state) => state.edited);
  const step = useSession((state) => state.step);
  const isTask = useSession((state) => state.challenge === 'on');
  const page = `${window.location.origin}${window.location.pathname}`;
  const name = nameOf(origin?.id, edited, step, isTask);
  const address = name ? `${page}#${fragmentOf(name)}` : window.location.href;
  if (address.length > LONGEST_CODE) return null;
  const code = renderSVG(address, { ecc: 'M', border: 1 });
  return (
    <figure className={classes.code}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: squares drawn from an address */}
      <div role="img" aria-label={`Code for ${address}`} dangerouslySetInnerHTML={{ __html: code }} />
      <figcaption>{address.replace(/^https?:\/\//, '')}</figcaption>
    </figure>
  );
}

/** Goes on by steps alone. */
function turn(by: number): void {
  const { scenario } = useDocument.getState();
  const { step, challenge } = useSession.getState();
  if (challenge !== 'on') goToStep(stepOf(scenario, stepOf(scenario, step) + by));
}

/** Takes the whole screen while it is shown, where that is allowed; leaving that leaves the projector. */
function useFullScreen(): void {
  useEffect(() => {
    const leave = () => document.fullscreenElement === null && useSession.getState().choose({ presenting: false });
    document.documentElement
      .requestFullscreen?.()
      .then(() => document.addEventListener('fullscreenchange', leave))
      .catch(() => {});
    const keys = (event: KeyboardEvent) => {
      if (event.key === 'Escape') useSession.getState().choose({ presenting: false });
      if (event.key === 'PageDown') turn(1);
      if (event.key === 'PageUp') turn(-1);
    };
    window.addEventListener('keydown', keys);
    return () => {
      window.removeEventListener('keydown', keys);
      document.removeEventListener('fullscreenchange', leave);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, []);
}
