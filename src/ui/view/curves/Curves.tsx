import { ActionIcon, Button, CopyButton, SegmentedControl, Select, UnstyledButton } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import type { PackedRecording } from '../../../host/packed-recording.ts';
import { planOf } from '../../../scenario/arm.ts';
import { descriptions } from '../../../scenario/descriptions.ts';
import { withParam } from '../../../scenario/edit.ts';
import { armsOf } from '../../../scenario/scenario.ts';
import { titleIn } from '../../../scenario/setting.ts';
import { dropping, FileDrop } from '../../recordings/FileDrop.tsx';
import { forget, readFile, recall, recordedAs, useRecordings } from '../../recordings/recordings.ts';
import { useDocument } from '../../store/document.ts';
import { playhead } from '../../store/playhead.ts';
import { useSession } from '../../store/session.ts';
import { CurveChart, Swatch } from './CurveChart.tsx';
import classes from './Curves.module.css';
import { CurveTable } from './CurveTable.tsx';
import { lineStyles } from './lineStyles.ts';
import {
  type ChosenLine,
  capacityOf,
  clientOf,
  csvOf,
  formatCapacity,
  formatRatio,
  formatShare,
  largestError,
  lineOf,
  OPTIMUM,
  type Ratio,
  readingOf,
  type Unit,
  unique,
  usualLines,
} from './study.ts';
import { type Source, useStudy, whyNoRun } from './useStudy.ts';

/** The source that is the run itself. */
const RUN = 'run';

/** Miss ratio against capacity: how large a cache would have to be, and what another algorithm would do. */
export default function Curves() {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const component = useSession((state) => state.component);
  const atHand = useRecordings((state) => state.atHand);
  const plan = useMemo(() => planOf(scenario, arm), [scenario, arm]);
  const caches = Object.keys(plan.components).filter((id) => plan.components[id].kind === 'cache');
  const [pickedCache, setPickedCache] = useState('');
  const cache = caches.find((id) => id === pickedCache) ?? caches.find((id) => id === component) ?? caches[0] ?? '';
  const [pickedSource, setSource] = useState(RUN);
  const file = atHand.get(pickedSource) ?? null;
  const source = useMemo<Source>(
    () => (file ? { kind: 'file', recording: file } : { kind: 'run', arm, plan, cache }),
    [file, arm, plan, cache],
  );
  const [chosen, setChosen] = useState<readonly ChosenLine[] | null>(null);
  const lines = useMemo(() => chosen ?? usualLines(scenario, cache), [chosen, scenario, cache]);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [choosing, setChoosing] = useState(false);
  const held = capacityOf(plan.components, cache);
  const [pickedUnit, setUnit] = useState<Unit | null>(null);
  const unit = pickedUnit ?? (file && !file.hasBytes ? 'keys' : (held?.unit ?? 'keys'));
  const [ratio, setRatio] = useState<Ratio>('missRatio');
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const { curves, progress, failure, stopped, waits, stop, goOn } = useStudy(source, lines, unit);
  const styles = useMemo(() => lineStyles(lines), [lines]);
  const shown = lines.filter(({ id }) => !hidden.includes(id));
  useEffect(() => void recall(), []);

  const inBytes = curves?.unit === 'bytes';
  const shownRatio = inBytes ? ratio : 'missRatio';
  const error = curves ? largestError(curves, shownRatio, shown) : 0;
  const comparable = held !== null && held.unit === (curves?.unit ?? unit) ? held : null;
  const onPick = comparable
    ? (capacity: number) => {
        const { scope } = useSession.getState();
        const each = Math.max(1, Math.round(capacity / comparable.replicas));
        const when = scope === 'whole-run' ? scope : { from: Math.round(playhead.now) };
        useDocument.getState().edit((document) => withParam(document, arm, `${cache}.capacity`, each, when));
      }
    : null;
  const from = (next: string) => {
    setSource(next);
    setUnit(null);
  };
  const take = (recording: PackedRecording) => from(recording.hash);
  const read = async (dropped: File) => {
    const recording = await readFile(dropped);
    if (recording) take(recording);
  };
  if (cache === '') return <p className={classes.nothing}>This arm has no cache.</p>;
  const titleOf = (id: string) => titleIn(plan.components, id);
  return (
    <section className={classes.curves} aria-label="Miss-ratio curves" {...dropping(read)}>
      <div className={classes.side}>
        {caches.length > 1 && (
          <Select
            label="Cache"
            data={caches.map((id) => ({ value: id, label: titleOf(id) }))}
            value={cache}
            allowDeselect={false}
            onChange={(id) => id && setPickedCache(id)}
          />
        )}
        <Select
          label="Accesses of"
          data={[
            { value: RUN, label: `This run${armsOf(scenario).length > 1 ? ' (selected arm)' : ''}` },
            ...labelled([...atHand.values()].filter(({ distinct }) => distinct > 0)),
          ]}
          value={file ? file.hash : RUN}
          allowDeselect={false}
          onChange={(next) => next && from(next)}
        />
        {file && <FileFacts file={file} cache={cache} onForget={() => setSource(RUN)} />}
        {!file && curves && (
          <p className={classes.facts}>
            <b>{curves.accesses.toLocaleString('en')}</b> look-ups of <b>{curves.distinct.toLocaleString('en')}</b> keys
          </p>
        )}
        <FileDrop label="Drop a file of accesses here, or" onRead={take} />
        <p className={classes.note}>
          One key a line, CSV, TSV, NDJSON or an access log, gzip too. It is read here and stays in this browser.
          {comparable && comparable.replicas > 1 && ` The ${comparable.replicas} replicas are taken for one cache.`} Time to live and
          invalidations are left out.
        </p>
      </div>
      <div className={classes.main}>
        <div className={classes.bar}>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form */}
          <div className={classes.legend} role="group" aria-label="Lines">
            {lines.map((line) => (
              <UnstyledButton
                key={line.id}
                className={classes.line}
                aria-pressed={!hidden.includes(line.id)}
                title={hidden.includes(line.id) ? 'Show' : 'Hide'}
                onClick={() => setHidden(toggled(hidden, line.id))}
              >
                <Swatch style={styles.get(line.id)} />
                {nameOf(line, inBytes)}
              </UnstyledButton>
            ))}
            <Button variant="default" size="compact-xs" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
              Policies
            </Button>
          </div>
          <div className={classes.tools}>
            {curves && (curves.sizes === 'different' || held?.unit === 'bytes') && (
              <SegmentedControl
                size="xs"
                aria-label="Capacity in"
                value={unit}
                data={[
                  { value: 'keys', label: 'Keys' },
                  { value: 'bytes', label: 'Bytes' },
                ]}
                onChange={(next) => setUnit(next as Unit)}
              />
            )}
            {curves?.sizes === 'different' && inBytes && (
              <SegmentedControl
                size="xs"
                aria-label="Misses of"
                value={ratio}
                data={[
                  { value: 'missRatio', label: 'Object misses' },
                  { value: 'byteMissRatio', label: 'Byte misses' },
                ]}
                onChange={(next) => setRatio(next as Ratio)}
              />
            )}
            <SegmentedControl
              size="xs"
              aria-label="Show as"
              value={view}
              data={[
                { value: 'chart', label: 'Chart' },
                { value: 'table', label: 'Table' },
              ]}
              onChange={(next) => setView(next as typeof view)}
            />
            <CopyButton value={curves ? csvOf(curves, lines) : ''}>
              {({ copied, copy }) => (
                <Button variant="default" size="compact-xs" disabled={!curves} onClick={copy}>
                  {copied ? 'Copied' : 'Copy CSV'}
                </Button>
              )}
            </CopyButton>
          </div>
        </div>
        {choosing && <PolicyChips lines={lines} onChange={setChosen} />}
        <p className={classes.status} role="status" data-busy={progress !== null || undefined}>
          {progress ? (
            <>
              <progress className={classes.progress} max={1} value={progress.done} aria-label="Progress" />
              <span>
                {DOING[progress.doing]} {Math.floor(progress.done * 100)}
                {'\u202f'}%
              </span>
              <Button variant="default" size="compact-xs" onClick={stop}>
                Stop
              </Button>
            </>
          ) : failure ? (
            <>
              <span className={classes.failure}>{failure}</span>
              <Button variant="default" size="compact-xs" onClick={goOn}>
                Try again
              </Button>
            </>
          ) : stopped ? (
            <>
              <span>Stopped.</span>
              <Button variant="default" size="compact-xs" onClick={goOn}>
                Go on
              </Button>
            </>
          ) : waits ? (
            <span>{whyNoRun(arm) ?? 'Waiting for the run to end…'}</span>
          ) : null}
          {curves && error > 0 && (
            <span data-sample>
              A sample of one key in {curves.oneIn} as yet: up to ± {formatShare(error)} off.
            </span>
          )}
        </p>
        {!curves && !failure && <p className={classes.nothing}>{progress || waits ? 'Working out the curves…' : 'Nothing to show.'}</p>}
        {curves && curves.accesses === 0 && (
          <p className={classes.nothing}>Nothing asks for keys of this cache: give its client a workload.</p>
        )}
        {curves && curves.accesses > 0 && view === 'chart' && (
          <CurveChart curves={curves} ratio={shownRatio} lines={shown} styles={styles} now={comparable?.value ?? null} onPick={onPick} />
        )}
        {curves && curves.accesses > 0 && view === 'table' && (
          <CurveTable curves={curves} ratio={shownRatio} lines={shown} styles={styles} onPick={onPick} />
        )}
        {curves && curves.accesses > 0 && (
          <p className="visually-hidden">
            {summaryOf(curves, shownRatio, shown, comparable?.value ?? curves.footprint / 10)} The table has all values.
          </p>
        )}
      </div>
    </section>
  );
}

const DOING = { simulating: 'Running it once more', reading: 'Unpacking the file', replaying: 'Replaying' } as const;

/** Without sizes Belady's choice is the optimum; with them it is a good guess. */
function nameOf({ id, title }: ChosenLine, inBytes: boolean): string {
  return id === OPTIMUM.id && inBytes ? 'Belady (no bound where sizes differ)' : title;
}

function labelled(recordings: readonly PackedRecording[]): { value: string; label: string }[] {
  const names = recordings.map(({ name }) => name);
  return recordings.map(({ name, hash }) => ({
    value: hash,
    label: names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${hash.slice(0, 6)})`,
  }));
}

function toggled(list: readonly string[], id: string): readonly string[] {
  return list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
}

/** What a file holds, and what can be done with it. */
function FileFacts({ file, cache, onForget }: { file: PackedRecording; cache: string; onForget(): void }) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const component = useSession((state) => state.component);
  const { components } = planOf(scenario, arm);
  const client = components[component]?.kind === 'client' ? component : clientOf(components, cache);
  const workload = client === null ? null : (components[client].workload as { hash?: string } | undefined);
  const inUse = workload?.hash === file.hash;
  return (
    <div className={classes.facts}>
      <p>
        {file.format}
        {file.skipped > 0 && `, ${file.skipped.toLocaleString('en')} lines skipped`}
      </p>
      <p>
        <b>{file.accesses.toLocaleString('en')}</b> accesses of <b>{file.distinct.toLocaleString('en')}</b> keys,{' '}
        {formatCapacity(file.fileSize, 'bytes')}
      </p>
      <div className={classes.actions}>
        {client !== null && (
          <Button
            size="compact-xs"
            variant="default"
            disabled={inUse}
            onClick={() =>
              useDocument.getState().edit((document) => withParam(document, arm, `${client}.workload`, recordedAs(file), 'whole-run'))
            }
          >
            {inUse ? `${client} plays it` : 'Use it in this scenario'}
          </Button>
        )}
        {file.understood && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              useRecordings.setState({ shown: { name: file.name, file: null, recording: file, unread: null } });
              useSession.getState().choose({ dialog: 'recording' });
            }}
          >
            What it holds
          </Button>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          size={22}
          aria-label={`Forget ${file.name}`}
          title="Forget this file"
          onClick={() => {
            onForget();
            void forget(file.hash);
          }}
        >
          <IconTrash size={14} />
        </ActionIcon>
      </div>
    </div>
  );
}

/** Every policy there is, to add and to take away. */
function PolicyChips({ lines, onChange }: { lines: readonly ChosenLine[]; onChange(lines: readonly ChosenLine[]): void }) {
  const all = useMemo(() => {
    const policies = [...(descriptions.seams.eviction?.policies ?? [])].sort((a, b) => a.title.localeCompare(b.title, 'en'));
    return unique([...lines, ...policies.map(({ id }) => lineOf({ kind: id })), OPTIMUM]).toSorted((a, b) =>
      a.title.localeCompare(b.title, 'en'),
    );
  }, [lines]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form
    <div className={classes.chips} role="group" aria-label="Policies to compare">
      {all.map((line) => {
        const on = lines.some(({ id }) => id === line.id);
        return (
          <UnstyledButton
            key={line.id}
            className={classes.chip}
            aria-pressed={on}
            onClick={() => onChange(on ? lines.filter(({ id }) => id !== line.id) : [...lines, line])}
          >
            {line.title}
          </UnstyledButton>
        );
      })}
    </div>
  );
}

/** One sentence: what the lines say at the capacity nearest to one. */
function summaryOf(
  curves: NonNullable<ReturnType<typeof useStudy>['curves']>,
  ratio: Ratio,
  lines: readonly ChosenLine[],
  near: number,
): string {
  const { capacities, unit } = curves;
  let at = 0;
  for (let i = 1; i < capacities.length; i++)
    if (Math.abs(Math.log(capacities[i] / near)) < Math.abs(Math.log(capacities[at] / near))) at = i;
  const values = lines.map(({ id, title }) => `${title} ${formatRatio(readingOf(curves, ratio, id, at))}`);
  return `Miss ratios with room for ${formatCapacity(capacities[at], unit)}: ${values.join(', ')}.`;
}
