import { type ReactNode, useId, useMemo, useState } from 'react';
import type { Stories } from '../../../host/look/stories.ts';
import { componentOf } from '../../../scenario/descriptions.ts';
import { type Components, titleIn } from '../../../scenario/setting.ts';
import { formatClock, formatSpan } from '../../quantity.ts';
import { playhead } from '../../store/playhead.ts';
import classes from './Requests.module.css';
import { type CallStory, type Moment, type RequestRow, storyOf } from './story.ts';

/** What a component is called to whoever reads. */
type NameOf = (id: string) => string;

/** How a call looked to its caller when it ended; what is not here is still open. */
const ENDS: Readonly<Record<string, { words: string; tone: string }>> = {
  attemptOk: { words: 'ok', tone: 'ok' },
  attemptError: { words: 'error', tone: 'error' },
  attemptShed: { words: 'shed', tone: 'rejected' },
  attemptRejected: { words: 'rejected', tone: 'rejected' },
  attemptDropped: { words: 'dropped', tone: 'rejected' },
  attemptTimedOut: { words: 'timed out', tone: 'error' },
  attemptWithdrawn: { words: 'withdrawn', tone: 'wasted' },
};

/** How a delivery of a job ended for its worker. */
const DELIVERED: Readonly<Record<string, { words: string; tone: string }>> = {
  done: { words: 'done', tone: 'ok' },
  skipped: { words: 'skipped', tone: 'wasted' },
  failed: { words: 'failed', tone: 'error' },
  killed: { words: 'killed', tone: 'error' },
  stopped: { words: 'stopped', tone: 'wasted' },
  returned: { words: 'given back', tone: 'rejected' },
};

/** Facts as people say them, where that is not how they are called. */
const WORDS: Readonly<Record<string, string>> = {
  arrived: 'arrived',
  started: 'service begins',
  finished: 'work ends well',
  answeredError: 'answers an error',
  wasted: 'work ends for nobody',
  shed: 'shed',
  refused: 'refused at once',
  dropped: 'leaves the queue unserved',
  cancelled: 'work is stopped',
  effectRepeated: 'side effect repeated',
  admitted: 'passes the gate',
  rejected: 'turned away',
  passed: 'answered well',
  failed: 'answered with an error',
  left: 'leaves the gate unserved',
  storeAsked: 'the store is asked',
  storeFailed: 'the store does not answer',
  sent: 'sent',
  late: 'late answer',
  retried: 'a retry is decided on',
  retryRefused: 'the budget refuses a retry',
  breakerRefused: 'the breaker refuses an attempt',
  duplicated: 'side effect repeated',
  accepted: 'a job is made of it',
  copied: 'a second job is made of it',
  deduplicated: 'there is a job for it already',
  enqueued: 'the job is in the queue',
  received: 'received',
  redelivered: 'handed out again',
  extended: 'heartbeat: the lease starts again',
  lapsed: 'the lease has run out',
  noticed: 'the death of its worker is noticed',
  done: 'done',
  doneLate: 'done, the lease being over',
  lateIgnored: 'its acknowledgement came too late and is ignored',
  skipped: 'skipped: it was done before',
  killed: 'dies with its process',
  stopped: 'let go before it is done',
  returned: 'given back',
  limited: 'the rate limit lets it wait',
  recordNotFound: 'the record is not there',
  effectMade: 'side effect',
  effectFirst: 'side effect, for the first time',
  effectRefused: 'the side effect is refused: it has taken place',
  deadFailed: 'moved aside: it failed too often',
  deadPermanent: 'moved aside: it failed for good',
  deadReceived: 'moved aside: it was received too often',
  deadLapsed: 'moved aside: its lease ran out too often',
  redriven: 'sent again from the dead letters',
  superseded: 'a newer job takes its place',
  replaced: 'the next run takes its place',
  displaced: 'it has to go: the queue is full',
  lost: 'lost',
  rolledBack: 'rolled back with its transaction',
  requested: 'asks for a connection, a permit or a lock',
  granted: 'has it',
  acquireTimedOut: 'has waited for it for too long',
  requestWithdrawn: 'waits for it no longer',
  refusedFull: 'gets none: too many wait',
  refusedUnmade: 'gets none: no connection could be made',
  answered: 'answered well',
  holderGone: 'its holder is gone',
  takenBack: 'taken back',
};

/** One request, call by call: when it was sent, waited, worked on, answered, given up. */
export function Waterfall({
  stories,
  row,
  components,
  children,
}: {
  stories: Stories;
  row: RequestRow;
  components: Components;
  /** What stands above it. */
  children?: ReactNode;
}) {
  const story = useMemo(() => storyOf(stories, row.number, components), [stories, row, components]);
  const times = [...story.moments, ...story.calls.flatMap(({ moments }) => moments)].map(({ time }) => time);
  const from = row.intended;
  const to = Math.max(from + 0.001, ...times, Number.isNaN(row.responseTime) ? from : from + row.responseTime);
  const deliveries = story.calls.filter(({ from: caller }) => componentOf(components[caller]?.kind ?? '')?.sends.includes('jobs')).length;
  const jobs = deliveries > 0;
  const nameOf = (id: string) => titleIn(components, id);
  const share = (time: number) => ((time - from) / (to - from)) * 100;
  return (
    <div className={classes.waterfall}>
      {children}
      <header>
        <b>Request {row.number}</b> of {nameOf(row.client)}, meant for{' '}
        <button type="button" className="text-button" onClick={() => playhead.seek(from)}>
          {formatClock(from, true)}
        </button>
        :{' '}
        {row.outcome === 'open'
          ? 'still open at the end'
          : `${row.outcome.replaceAll('-', ' ')} after ${formatSpan(row.responseTime)}, ${row.attempts} ${row.attempts === 1 ? 'attempt' : 'attempts'}`}
        {jobs && `; its job was handed out ${deliveries === 1 ? 'once' : `${deliveries} times`}`}
      </header>
      <div className={classes.calls}>
        <ol>
          {story.calls.map((call) =>
            componentOf(components[call.from]?.kind ?? '')?.sends.includes('jobs') ? (
              <Delivery key={call.call} call={call} nameOf={nameOf} share={share} from={from} to={to} />
            ) : (
              <Bar key={call.call} call={call} nameOf={nameOf} share={share} from={from} to={to} received={receivedOf(story.calls, call)} />
            ),
          )}
        </ol>
        {story.calls.length === 0 && <p className={classes.nothing}>It was never sent.</p>}
        <footer>
          <span>0</span>
          <span>{formatSpan((to - from) / 2)}</span>
          <span>{formatSpan(to - from)}</span>
        </footer>
        <p className={classes.key}>
          <i data-tone="waiting" /> waiting <i data-tone="ok" /> in service <i data-tone="wasted" /> in service for nobody{' '}
          <i data-tone="open" /> not there yet, or answered{jobs && <em />}
          {jobs && ' side effect'}
          {story.calls.length > 0 && '. Press a call to read what happened to it.'}
        </p>
      </div>
    </div>
  );
}

/** A job in the hands of a worker: it waits there, is worked on, and for nobody once the lease has run out. */
function Delivery({ call, nameOf, share, from, to }: Omit<BarProps, 'received'>) {
  const received = call.moments[0]?.time ?? to;
  const at = (fact: string) => call.moments.find((moment) => moment.fact === fact && moment.component === call.to)?.time;
  const end = call.moments.find(({ fact, component }) => component === call.to && fact in DELIVERED);
  const over = end?.time ?? to;
  const started = at('started') ?? over;
  const lapsed = call.moments.find(({ fact }) => fact === 'lapsed')?.time;
  const lateFrom = Math.max(started, Math.min(over, lapsed ?? over));
  const effect = at('effectMade');
  const ended = end ? DELIVERED[end.fact] : null;
  const bar = (from: number, until: number, tone: string) => (
    <i data-tone={tone} style={{ left: `${share(from)}%`, width: `${Math.max(0.3, share(until) - share(from))}%` }} />
  );
  return (
    <Row
      call={call}
      nameOf={nameOf}
      from={from}
      what="delivery"
      tone={ended?.tone}
      end={
        <>
          {ended?.words ?? 'open'}
          {lapsed !== undefined && ', lease ran out'} <small>{formatSpan(over - received)}</small>
        </>
      }
    >
      {started > received && bar(received, started, 'waiting')}
      {lateFrom > started && bar(started, lateFrom, 'ok')}
      {over > lateFrom && bar(lateFrom, over, 'wasted')}
      {lapsed !== undefined && <b style={{ left: `${share(lapsed)}%` }} data-tone="error" />}
      {effect !== undefined && <em style={{ left: `${share(effect)}%` }} />}
    </Row>
  );
}

/** When the job that a call made was first handed out [ms]; undefined where it never was. */
function receivedOf(calls: readonly CallStory[], { to, moments }: CallStory): number | undefined {
  const enqueued = moments.find(({ fact }) => fact === 'enqueued')?.time ?? Number.POSITIVE_INFINITY;
  return calls.find((other) => other.from === to && (other.moments[0]?.time ?? 0) >= enqueued)?.moments[0]?.time;
}

interface BarProps {
  call: CallStory;
  nameOf: NameOf;
  share(time: number): number;
  from: number;
  to: number;
  received: number | undefined;
}

function Bar({ call, nameOf, share, from, to, received }: BarProps) {
  const at = (fact: string) => call.moments.find((moment) => moment.fact === fact)?.time;
  const sent = at('sent') ?? from;
  const end = call.moments.find(({ fact }) => fact in ENDS);
  const closed = end?.time ?? to;
  const arrived = at('arrived');
  const started = at('started') ?? at('admitted') ?? at('granted');
  const done =
    at('passed') ??
    at('answered') ??
    at('failed') ??
    at('left') ??
    at('rejected') ??
    at('accepted') ??
    at('deduplicated') ??
    at('finished') ??
    at('answeredError') ??
    at('wasted') ??
    at('cancelled') ??
    at('dropped');
  const last = Math.max(closed, done ?? closed);
  const ended = end ? ENDS[end.fact] : null;
  const segments: { from: number; to: number; tone: string }[] = [];
  if (arrived !== undefined) segments.push({ from: arrived, to: started ?? done ?? last, tone: 'waiting' });
  const enqueued = at('enqueued');
  if (enqueued !== undefined) segments.push({ from: enqueued, to: received ?? to, tone: 'waiting' });
  if (started !== undefined) {
    const until = done ?? to;
    segments.push({ from: started, to: Math.min(until, closed), tone: 'ok' });
    if (until > closed) segments.push({ from: Math.max(closed, started), to: until, tone: 'wasted' });
  }
  return (
    <Row
      call={call}
      nameOf={nameOf}
      from={from}
      what="attempt"
      tone={ended?.tone}
      end={
        <>
          {ended?.words ?? 'open'} <small>{formatSpan(closed - sent)}</small>
        </>
      }
    >
      <i data-tone="open" style={{ left: `${share(sent)}%`, width: `${Math.max(0.3, share(last) - share(sent))}%` }} />
      {segments.map((segment) => (
        <i
          key={`${segment.tone} ${segment.from}`}
          data-tone={segment.tone}
          style={{ left: `${share(segment.from)}%`, width: `${Math.max(0.3, share(segment.to) - share(segment.from))}%` }}
        />
      ))}
      <b style={{ left: `${share(closed)}%` }} data-tone={ended?.tone ?? 'open'} />
    </Row>
  );
}

/** A call with its lane. A press anywhere on it, or of Enter, tells moment by moment what happened; so does a hover. */
function Row({
  call: { to, attempt, depth, moments, headers },
  nameOf,
  from,
  what,
  tone,
  end,
  children,
}: {
  call: CallStory;
  nameOf: NameOf;
  /** When its request was meant to be sent [ms]. */
  from: number;
  what: 'attempt' | 'delivery';
  tone: string | undefined;
  /** How it ended, and after how long. */
  end: ReactNode;
  /** What is in its lane. */
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const told = linesOf(moments, nameOf, from);
  return (
    <li>
      <button
        type="button"
        className={classes.call}
        style={{ paddingLeft: depth * 12 }}
        title={open ? undefined : told.map(({ at, words }) => `${at}  ${words}`).join('\n')}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {nameOf(to)}{' '}
        <small>
          {what} {attempt}
        </small>
      </button>
      <span className={classes.lane}>{children}</span>
      <span className={classes.end} data-tone={tone}>
        {end}
      </span>
      {headers.length > 0 && <code className={classes.headers}>{headers.join(' · ')}</code>}
      {open && (
        <dl id={id} className={classes.moments}>
          {told.map(({ key, at, words }) => (
            <div key={key}>
              <dt>{at}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** What happened to a call, one line a fact; times as on the axis below. */
function linesOf(moments: readonly Moment[], nameOf: NameOf, from: number): readonly { key: number; at: string; words: string }[] {
  return moments
    .filter(({ fact }) => !/\d$/.test(fact))
    .map(({ time, component, fact }, key) => ({
      key,
      at: formatSpan(time - from),
      words: `${nameOf(component)}: ${ENDS[fact]?.words ?? WORDS[fact] ?? spelled(fact)}`,
    }));
}

/** `acquireTimedOut` as "acquire timed out". */
function spelled(fact: string): string {
  return fact.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
