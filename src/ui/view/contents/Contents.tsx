import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconPlayerTrackNext, IconPlayerTrackPrev } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Accesses } from '../../../host/look/accesses.ts';
import type { Contents as CacheContents, NodeContents } from '../../../host/look/contents.ts';
import { planOf } from '../../../scenario/arm.ts';
import { titleIn } from '../../../scenario/setting.ts';
import { formatClock, formatNumber, formatQuantity, formatSpan } from '../../quantity.ts';
import { useDocument } from '../../store/document.ts';
import { playhead, usePlayhead } from '../../store/playhead.ts';
import { useSession } from '../../store/session.ts';
import { Looking, useLooking, type Wanted } from '../looking.ts';
import { accessAt, nextMoment, previousMoment } from './accesses.ts';
import classes from './Contents.module.css';
import { KeyMap } from './KeyMap.tsx';
import { ShelfRow } from './ShelfRow.tsx';

/** Accesses shown before the moment that is looked at. */
const LAST = 14;

const looking = new Looking<'accesses' | 'contents'>();

/** What a cache holds at the playhead: its keys by rank, and the lists its policy keeps them in, access by access. */
export default function Contents() {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const chosen = useSession((state) => state.component);
  const now = usePlayhead();
  const plan = useMemo(() => planOf(scenario, arm), [scenario, arm]);
  const caches = Object.entries(plan.components).filter(([, { kind }]) => kind === 'cache');
  const [picked, setPicked] = useState<string | null>(null);
  const component = caches.some(([id]) => id === picked) ? picked! : caches.some(([id]) => id === chosen) ? chosen : caches[0]?.[0];
  const [node, setNode] = useState(0);
  const args = { component: component ?? '' };
  const wanted: Wanted<'accesses' | 'contents'>[] = [
    { ask: 'accesses', slot: 'accesses', plan, args },
    { ask: 'contents', slot: 'contents', plan, args, time: now },
  ];
  useLooking(looking, component ? wanted : []);
  const accesses = looking.answer('accesses') as Accesses | null;
  const contents = looking.answer('contents') as CacheContents | null;
  const failure = looking.failure('accesses') ?? looking.failure('contents');
  if (!component) return <p className={classes.nothing}>This arm has no cache.</p>;
  if (failure) return <p className={classes.nothing}>The cache could not be looked into: {failure}</p>;
  if (!contents || !accesses) return <p className={classes.nothing}>Looking into the cache…</p>;
  const shown = contents.nodes[Math.min(node, contents.nodes.length - 1)];
  if (!shown) return <p className={classes.nothing}>This cache has no node.</p>;
  const access = accessAt(accesses, now);
  const last = access < 0 ? null : accesses.key[access];
  const titleOf = (id: string) => titleIn(plan.components, id);
  return (
    <div className={classes.contents}>
      <div className={classes.bar}>
        {caches.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Cache"
            data={caches.map(([id]) => ({ value: id, label: titleOf(id) }))}
            value={component}
            onChange={setPicked}
          />
        )}
        {contents.nodes.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Node"
            data={contents.nodes.slice(0, 12).map((_, i) => ({ value: String(i), label: `Node ${i + 1}` }))}
            value={String(Math.min(node, contents.nodes.length - 1))}
            onChange={(value) => setNode(Number(value))}
          />
        )}
        <Steps accesses={accesses} now={now} />
        <span className={classes.level}>{levelOf(shown)}</span>
      </div>
      <div className={classes.columns}>
        <section aria-label="Keys by rank" className={classes.map}>
          <h3>
            Keys by number <span>dark came in just now, pale long ago</span>
          </h3>
          <KeyMap contents={shown} accesses={accesses} last={last} />
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
        <section aria-label="Lists of the policy" className={classes.shelves} tabIndex={0}>
          {shown.shelves.map((shelf) => (
            <ShelfRow key={shelf.title} shelf={shelf} keys={universeOf(accesses)} last={last} />
          ))}
        </section>
      </div>
    </div>
  );
}

function levelOf({ held, used, capacity, inBytes, wrong }: NodeContents): string {
  const outdated = wrong.reduce((sum, each) => sum + each, 0);
  const room = inBytes
    ? `${formatNumber(held)} keys, ${formatQuantity(used, 'B')} of ${formatQuantity(capacity, 'B')}`
    : `${held.toLocaleString('en')} of ${capacity.toLocaleString('en')} keys`;
  return outdated > 0 ? `${room}, ${formatNumber(outdated)} no longer true` : room;
}

const universes = new WeakMap<Accesses, number>();

/** One more than the largest key asked for. */
function universeOf(accesses: Accesses): number {
  let universe = universes.get(accesses);
  if (universe === undefined) {
    universe = accesses.key.reduce((most, key) => Math.max(most, key + 1), 1);
    universes.set(accesses, universe);
  }
  return universe;
}

/** The last accesses, and the way to the next and the one before. */
function Steps({ accesses, now }: { accesses: Accesses; now: number }) {
  const last = accessAt(accesses, now);
  const step = (to: number | null) => {
    if (to === null) return;
    playhead.pause();
    playhead.seek(to);
  };
  const from = Math.max(0, last - LAST + 1);
  const rows = Array.from({ length: last - from + 1 }, (_, i) => from + i);
  return (
    <span className={classes.steps}>
      <ActionIcon
        variant="default"
        size={24}
        aria-label="Access before"
        disabled={previousMoment(accesses, now) === null}
        onClick={() => step(previousMoment(accesses, now))}
      >
        <IconPlayerTrackPrev size={13} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={24}
        aria-label="Next access"
        disabled={nextMoment(accesses, now) === null}
        onClick={() => step(nextMoment(accesses, now))}
      >
        <IconPlayerTrackNext size={13} />
      </ActionIcon>
      <span className={classes.clock}>{formatClock(now, true)}</span>
      <span className={classes.asked} aria-live="polite">
        {last < 0 && 'nothing asked yet'}
        {rows.map((row) => (
          <span
            key={row}
            data-hit={accesses.hit[row] === 1 || undefined}
            data-now={row === last || undefined}
            title={`${accesses.hit[row] === 1 ? 'hit' : 'miss'} at ${formatSpan(accesses.time[row])}`}
          >
            {accesses.key[row]}
            <i>{accesses.hit[row] === 1 ? 'hit' : 'miss'}</i>
          </span>
        ))}
      </span>
    </span>
  );
}
