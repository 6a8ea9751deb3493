import { Button, Slider } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { withParam } from '../../scenario/edit.ts';
import { BASE } from '../../scenario/scenario.ts';
import { targetOf } from '../../scenario/setting.ts';
import { openFromLibrary } from '../address/open.ts';
import { Figure } from '../figure/Figure.tsx';
import { toggleLuck, useLuck } from '../luck/luck.ts';
import { results, useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { playhead, usePlayhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { goToStep } from '../story/goToStep.ts';
import classes from './Landing.module.css';
import {
  DOWN,
  FROM,
  guessesOf,
  KEYS,
  LANDING,
  LOST,
  METER,
  QUESTION,
  RATE,
  REPAIRED,
  SENTENCES,
  SERVED,
  STEP,
  TO,
  TOP,
  useLanding,
  WHAT,
} from './landing.ts';
import { Strip } from './Strip.tsx';

const LandingLuck = lazy(() => import('./LandingLuck.tsx'));
const ThinRuns = lazy(() => import('../luck/ThinRuns.tsx').then((module) => ({ default: module.ThinRuns })));

/** How long the line is drawn up to the repair, and from there to the end [ms of real time]. */
const FIRST = 4_000;
const SECOND = 5_000;

/** The first minute: a sentence, a picture, a chart, a question; then what happens, and one thing to change. */
export function Landing() {
  const results = useResults();
  const ask = useDocument(({ scenario }) => scenario.story[STEP]?.ask);
  const [chosen, setChosen] = useState<number | 'none' | null>(null);
  const [thin, setThin] = useState(0);
  const ready = results.of(BASE)?.finished === true || (results.of(BASE)?.closedBins ?? 0) > 0;
  const now = usePlayhead();
  const told = chosen !== null && now >= TO;
  const asking = chosen === null && now >= REPAIRED;
  const lucky = useLuck(({ meter }) => meter === METER);
  useTravel(ready, chosen === null ? REPAIRED : TO, chosen === null ? FIRST : SECOND);
  const choose = (choice: number | 'none') => {
    setChosen(choice);
    useLanding.setState({ asks: false });
  };
  const guesses = guessesOf(ask);
  const leave = (step: number) => void leaveFor(step, chosen);
  return (
    <div className={classes.landing}>
      <header className={classes.header}>
        <b>goodput</b>
        <span>{WHAT}</span>
        <button type="button" onClick={() => useSession.getState().choose({ dialog: 'library' })}>
          Library
        </button>
        <button type="button" onClick={() => leave(0)}>
          Open the workshop
        </button>
      </header>
      <main className={classes.column}>
        <h1 className={classes.sentence}>
          {told ? (
            <>
              It works again, <br />
              {lostOrders() ? 'and soon serves nobody.' : 'and the shop survives.'}
            </>
          ) : (
            <>
              {SENTENCES[0]} <br />
              {SENTENCES[1]}
            </>
          )}
        </h1>
        <Strip />
        <Figure
          title={
            <>
              <span>
                {told ? (
                  <>
                    <b>Goodput</b>, orders/s
                  </>
                ) : (
                  SERVED
                )}
              </span>
              <span className={classes.keys}>
                {(['first', 'retry', 'ok', chosen === null ? 'error' : 'late'] as const).map((key) => (
                  <span key={key} data-of={key}>
                    {KEYS[key]}
                  </span>
                ))}
              </span>
            </>
          }
          arm={BASE}
          meter={METER}
          from={FROM}
          to={TO}
          band={{ from: DOWN, to: REPAIRED, label: 'down' }}
          mark={asking ? { at: REPAIRED, label: 'repaired' } : null}
          atLeast={Math.max(TOP, thin)}
          guesses={asking || typeof chosen === 'number' ? guesses : []}
          chosen={typeof chosen === 'number' ? chosen : null}
          onChoose={choose}
          summary={summaryAt(now)}
          question={asking && QUESTION}
        >
          {lucky && (
            <Suspense>
              <ThinRuns meter={METER} color="var(--ink)" from={FROM} onMost={setThin} />
            </Suspense>
          )}
        </Figure>
        <div className={classes.below}>
          {told ? (
            <Told lucky={lucky} onMore={() => leave(1)} />
          ) : (
            asking && (
              <p className={classes.hint}>
                Choose a line, or{' '}
                <button type="button" onClick={() => choose('none')}>
                  just show me
                </button>
              </p>
            )
          )}
        </div>
      </main>
    </div>
  );
}

/** Moves the playhead to a moment in so long [ms of real time]; at once where motion is not wanted. */
function useTravel(ready: boolean, to: number, takes: number): void {
  const began = useRef(false);
  useEffect(() => {
    if (!ready) return;
    if (!began.current) playhead.seek(FROM);
    began.current = true;
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
      playhead.seek(to);
      return;
    }
    const from = playhead.now;
    let start = 0;
    let frame = requestAnimationFrame(function step(time) {
      start ||= time;
      const part = Math.min(1, (time - start) / takes);
      playhead.seek(from + (to - from) * part);
      if (part < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [ready, to, takes]);
}

/** What it all comes to, one thing to change, and the way on. */
function Told({ lucky, onMore }: { lucky: boolean; onMore(): void }) {
  const rate = useDocument(({ scenario }) => {
    const target = targetOf(scenario.components, RATE.path);
    return target.kind === 'param' ? Number(target.value) : RATE.usual;
  });
  const lost = lostOrders();
  return (
    <>
      <p className={classes.why}>
        {lost ? (
          <>
            All servers answer customers who left. What reaches someone who waits is <b>goodput</b>: zero.
          </>
        ) : (
          <>
            All who wait are served in time: <b>goodput</b> is all that it can be.
          </>
        )}
      </p>
      <div className={classes.controls}>
        <label htmlFor="customers">Customers a second</label>
        <Slider
          id="customers"
          className={classes.slider}
          min={RATE.least}
          max={RATE.most}
          value={rate}
          label={null}
          thumbLabel="Customers a second"
          onChange={(value) =>
            useDocument.getState().edit((scenario) => withParam(scenario, BASE, RATE.path, value, 'whole-run'), 'customers')
          }
          onChangeEnd={() => useDocument.getState().settle()}
        />
        <output className={classes.value}>{rate}</output>
        <span className={classes.hint}>Where does it survive?</span>
      </div>
      <div className={classes.controls}>
        <Button onClick={onMore}>What would have helped?</Button>
        {lucky ? (
          <Suspense>
            <LandingLuck meter={METER} />
          </Suspense>
        ) : (
          <Button variant="default" onClick={() => toggleLuck(METER)}>
            Bad luck?
          </Button>
        )}
      </div>
    </>
  );
}

/** Whether next to nothing is served at the end. */
function lostOrders(): boolean {
  const last = results.samples(BASE, METER)?.subarray(Math.ceil(LOST.from / (results.of(BASE)?.binWidth ?? 1)));
  if (!last || last.length === 0) return true;
  return last.reduce((sum, sample) => sum + sample, 0) / last.length < LOST.below;
}

function summaryAt(now: number): string {
  if (now < REPAIRED) return 'About 120 orders a second are served until checkout goes down; then none.';
  if (now < TO) return 'While checkout is down nothing is served. What follows is what is asked.';
  return lostOrders()
    ? 'After the repair some 200 orders a second are served for a few seconds, then none to the end.'
    : 'After the repair orders are served again, as many as there are customers.';
}

/** To the workshop, at a step of the lesson, as it was written; the guess goes along. */
async function leaveFor(step: number, chosen: number | 'none' | null): Promise<void> {
  if (useDocument.getState().edited) await openFromLibrary(LANDING);
  useLuck.setState({ meter: null });
  useLanding.setState({ shown: false });
  if (typeof chosen === 'number') useSession.getState().guess(STEP, chosen);
  if (step > STEP) {
    useSession.getState().reveal(STEP);
    goToStep(step);
  } else playhead.seek(0);
}
