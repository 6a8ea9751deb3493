import { type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type Provenance, partsOf, provenanceOf, spanOf } from '../../scenario/measured.ts';
import { allMetersOf } from '../../scenario/meters.ts';
import { armsOf, type Scenario } from '../../scenario/scenario.ts';
import { writtenNumber } from '../../scenario/written-number.ts';
import { type LitSpan, light } from '../chart/lit.ts';
import { GLOSSARY_PATH, glossary, slugOf } from '../glossary/glossary.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { useVeil } from './goToStep.ts';
import { useHere } from './here.ts';
import { numberWords } from './numberWords.ts';
import classes from './PointedCard.module.css';
import { stepOf } from './place.ts';
import { leave, pointAtNothing, stay, usePointed } from './pointed.ts';

/** What is said of the word of a story that is pointed at. */
export default function PointedCard() {
  const { at, held, byKey } = usePointed();
  const step = useSession((state) => state.step);
  const visit = useDocument((state) => state.visit);
  const [place] = useState({ step, visit });
  const isElsewhere = place.step !== step || place.visit !== visit;
  useEffect(() => {
    if (isElsewhere) pointAtNothing();
  }, [isElsewhere]);
  if (!at?.isConnected) return null;
  const { source, term } = at.dataset;
  return (
    <Card key={source ?? term} at={at} held={held} byKey={byKey}>
      {term !== undefined && <OfTerm slug={term} />}
      {source !== undefined && <OfNumber text={at.textContent ?? ''} source={source} held={held} />}
    </Card>
  );
}

/** Room between a word and its card, and beside the window’s edges [px]. */
const GAP = 6;
const EDGE = 8;

/** A small card below a word, or above it where there is no room. */
function Card({ at, held, byKey, children }: { at: HTMLElement; held: boolean; byKey: boolean; children: ReactNode }) {
  const card = useRef<HTMLDivElement>(null);
  const id = useId();
  const [, setScrolled] = useState(0);
  useLayoutEffect(() => {
    if (!card.current) return;
    // a word that is broken over two lines has its card below the second
    const word = [...at.getClientRects()].at(-1) ?? at.getBoundingClientRect();
    const { width, height } = card.current.getBoundingClientRect();
    const left = Math.max(EDGE, Math.min(word.left, window.innerWidth - width - EDGE));
    const below = word.bottom + GAP;
    const top = below + height > window.innerHeight - EDGE ? at.getBoundingClientRect().top - GAP - height : below;
    card.current.style.translate = `${Math.round(left)}px ${Math.round(top)}px`;
  });
  useEffect(() => {
    at.setAttribute('aria-describedby', id);
    return () => at.removeAttribute('aria-describedby');
  }, [at, id]);
  useEffect(() => {
    at.setAttribute('aria-pressed', String(held));
    return () => at.removeAttribute('aria-pressed');
  }, [at, held]);
  useEffect(() => {
    const onScroll = () => setScrolled((times) => times + 1);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      if (card.current?.contains(document.activeElement)) at.focus();
      pointAtNothing();
    };
    const onPointerDown = ({ target }: PointerEvent) => {
      if (!card.current?.contains(target as Node) && !at.contains(target as Node)) pointAtNothing();
    };
    document.addEventListener('scroll', onScroll, { capture: true, passive: true });
    window.addEventListener('resize', onScroll);
    document.addEventListener('keydown', onKeyDown, true);
    document.addEventListener('pointerdown', onPointerDown);
    return () => {
      document.removeEventListener('scroll', onScroll, true);
      window.removeEventListener('resize', onScroll);
      document.removeEventListener('keydown', onKeyDown, true);
      document.removeEventListener('pointerdown', onPointerDown);
    };
  }, [at]);
  useEffect(() => {
    if (held && byKey) card.current?.querySelector('a')?.focus();
  }, [held, byKey]);
  return (
    <div
      ref={card}
      id={id}
      role="tooltip"
      className={classes.card}
      onPointerEnter={stay}
      onPointerLeave={() => leave()}
      onFocus={stay}
      onBlur={() => leave(true)}
    >
      {children}
    </div>
  );
}

/** The first sentence of what the glossary says. */
function OfTerm({ slug }: { slug: string }) {
  const found = glossary.find(({ term }) => slugOf(term) === slug);
  if (!found) return null;
  const sentence = /^.+?[.](?= [A-Z]|$)/.exec(found.means)?.[0] ?? found.means;
  return (
    <p>
      <b>{found.term}:</b> {sentence}{' '}
      <a href={`./${GLOSSARY_PATH}#${slug}`} target="_blank" rel="noopener">
        Glossary
      </a>
    </p>
  );
}

function OfNumber({ text, source, held }: { text: string; source: string; held: boolean }) {
  const scenario = useDocument((state) => state.scenario);
  const edited = useDocument((state) => state.edited);
  const step = useSession((state) => scenario.story[stepOf(scenario, state.step)]);
  const veiled = useVeil();
  const from = useMemo(() => (veiled ? null : known(provenanceOf(source))), [veiled, source]);
  const meters = useMemo(() => new Map(allMetersOf(scenario).map((meter) => [meter.id, meter])), [scenario]);
  const unitOfMeter = (meter: string) => meters.get(meter)?.unit ?? '';
  const here = useHere(text, from, scenario, step, unitOfMeter);
  const spans = useMemo(() => (from ? spansOf(from, scenario, text) : []), [from, scenario, text]);
  useEffect(() => {
    light(spans);
    return () => light([]);
  }, [spans]);
  useEffect(() => {
    if (held && spans.length > 0) document.querySelector('[data-lit]')?.scrollIntoView({ block: 'nearest' });
  }, [held, spans]);
  if (!from) return null;
  const arms = new Map(armsOf(scenario).map(({ id, title }) => [id, title]));
  const { duration, bins } = scenario;
  return (
    <>
      {here === 'waiting'
        ? edited && <p className={classes.here}>Here: simulating…</p>
        : here !== null &&
          (edited || !here.agrees) && (
            <p className={classes.here}>
              Here <b>{here.text}</b>
              {here.agrees ? ', as in the lesson' : `; the lesson’s run gives ${text}`}
            </p>
          )}
      <p>{numberWords(from, { meters, arms, duration, bins })}</p>
    </>
  );
}

function known(from: Provenance | string): Exclude<Provenance, { kind: 'given' }> | null {
  return typeof from === 'string' || from.kind === 'given' ? null : from;
}

/** What of the charts a number is about: a moment is itself, once it is known. */
function spansOf(from: Provenance, { duration, bins }: Scenario, text: string): readonly LitSpan[] {
  const width = duration / bins;
  return partsOf(from).map((part) => {
    const span = spanOf(part, { duration, bins });
    const written = from.kind === 'moment' ? writtenNumber(text) : null;
    const moment = written?.kind === 'time' && written.value >= span.from && written.value <= span.to ? written.value : null;
    return { meter: part.meter, arm: part.arm, ...(moment === null ? span : { from: moment, to: moment + width }) };
  });
}
