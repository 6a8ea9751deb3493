import { Button, Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { PackedRecording } from '../../host/packed-recording.ts';
import { planOf } from '../../scenario/arm.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { titleIn } from '../../scenario/setting.ts';
import { serversIn, withErrorRatio, withMeasuredTimes, withTraffic } from '../../scenario/traffic.ts';
import { say } from '../notices.ts';
import { formatSpan } from '../quantity.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { view as curves } from '../view/curves/view.ts';
import { ColumnTable } from './ColumnTable.tsx';
import { ReadingBar } from './FileDrop.tsx';
import { figuresOf, remarksOf } from './factsOf.ts';
import classes from './RecordingDialog.module.css';
import { keep, recordedAs, understand, useRecordings } from './recordings.ts';

/** What a file of requests was taken for, and what can be done with it: nothing is used before somebody says so. */
export default function RecordingDialog() {
  const shown = useRecordings((state) => state.shown);
  const reading = useRecordings((state) => state.reading);
  const problem = useRecordings((state) => state.problem);
  const duration = useDocument((state) => state.scenario.duration);
  if (!shown) return null;
  const { name, file, recording, unread } = shown;
  const seen = recording?.understood ?? unread?.seen ?? null;
  const wrong = unread?.problem ?? problem;
  return (
    <Modal opened onClose={close} title={name} size="xl">
      {reading && (
        <div className={classes.reading} role="status">
          <ReadingBar {...reading} />
        </div>
      )}
      {!reading && wrong && (
        <p className={classes.problem} role="alert">
          {wrong}
        </p>
      )}
      {!reading && unread && <p className={classes.format}>Say what its columns are, and it is read again.</p>}
      {recording && <p className={classes.format}>Taken for {recording.format}. It is read here and never leaves this browser.</p>}
      {recording && (
        <dl className={classes.figures}>
          {figuresOf(recording).map(({ value, label }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {seen && seen.columns.length > 0 && (
        <ColumnTable seen={seen} onChange={file ? (columns) => void understand(file, columns) : undefined} />
      )}
      {recording && (
        <ul className={classes.remarks}>
          {remarksOf(recording, duration).map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      {recording && <Measured recording={recording} />}
      {recording && !reading && <Use recording={recording} />}
    </Modal>
  );
}

function close(): void {
  useRecordings.getState().reading?.stop();
  useSession.getState().choose({ dialog: null });
  useRecordings.setState({ shown: null, problem: null });
}

/** One step of undo, and a sentence on what it was. */
function edit(change: (scenario: Scenario) => Scenario, said: string): void {
  useDocument.getState().edit(change);
  void say(`${said} Undo takes it back.`, 'info', 'recording');
}

/** What was measured of the requests, and a server that it can be set for. */
function Measured({ recording }: { recording: PackedRecording }) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const [picked, setPicked] = useState('');
  const [done, setDone] = useState<readonly string[]>([]);
  const { durations = null, statuses = null } = recording.understood ?? {};
  if (!durations && !statuses) return null;
  const servers = serversIn(scenario, arm);
  const server = servers.find((id) => id === picked) ?? servers[0];
  const { components } = planOf(scenario, arm);
  const title = server === undefined ? '' : titleIn(components, server);
  const errors = statuses ? statuses.errors / statuses.count : 0;
  const set = (what: string, change: (scenario: Scenario) => Scenario, said: string) => {
    edit(change, said);
    setDone([...done, `${server} ${what}`]);
  };
  const offer = (what: string, label: string, change: (scenario: Scenario) => Scenario, said: string) =>
    server !== undefined && (
      <Button variant="default" disabled={done.includes(`${server} ${what}`)} onClick={() => set(what, change, said)}>
        {done.includes(`${server} ${what}`) ? 'Set' : label}
      </Button>
    );
  return (
    <section aria-label="What was measured">
      {servers.length > 1 && (
        <NativeSelect
          size="xs"
          label="What was measured is for"
          data={servers.map((id) => ({ value: id, label: titleIn(components, id) }))}
          value={server}
          onChange={(event) => setPicked(event.currentTarget.value)}
        />
      )}
      {durations && (
        <div className={classes.measured}>
          <p>
            <b>Durations</b>: half took up to {formatSpan(durations.p50)}, 95 % up to {formatSpan(durations.p95)}, 99 % up to{' '}
            {formatSpan(durations.p99)}; {formatSpan(durations.mean)} on average. Whatever waiting there was is in them, and is simulated
            once more. Times are drawn from them; which request took how long is not kept.
          </p>
          {offer(
            'times',
            `Use as service time of ${title}`,
            (document) => withMeasuredTimes(document, arm, server, durations.values),
            `Service times of ${title} are drawn from the ${durations.count.toLocaleString('en')} durations of ${recording.name}.`,
          )}
        </div>
      )}
      {statuses && (
        <div className={classes.measured}>
          <p>
            <b>Errors</b>: {(errors * 100).toFixed(errors < 0.1 ? 2 : 1)} % of {statuses.count.toLocaleString('en')} (5xx, or a word that is
            none for success). Most frequent:{' '}
            {statuses.most.map(({ status, count }) => `${status} × ${count.toLocaleString('en')}`).join(', ')}. They would fail at random,
            not in their rows.
          </p>
          {errors > 0 &&
            offer(
              'errors',
              `Use as error ratio of ${title}`,
              (document) => withErrorRatio(document, arm, server, Math.round(errors * 1e6) / 1e6),
              `${title} fails as often as the requests of ${recording.name} did.`,
            )}
        </div>
      )}
    </section>
  );
}

/** Which client sends it, and what of it. */
function Use({ recording }: { recording: PackedRecording }) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const component = useSession((state) => state.component);
  const { components } = planOf(scenario, arm);
  const clients = Object.keys(components).filter((id) => components[id].kind === 'client');
  const [picked, setPicked] = useState('');
  const client = clients.find((id) => id === picked) ?? clients.find((id) => id === component) ?? clients[0];
  const hasTimes = recording.understood?.span != null;
  const hasKeys = recording.distinct > 0;
  const use = (what: { times: boolean; keys: boolean }) => {
    keep(recording);
    const said = what.times
      ? `${titleIn(components, client)} sends the requests of ${recording.name}.`
      : `${titleIn(components, client)} asks for the keys of ${recording.name}.`;
    edit((document) => withTraffic(document, arm, client, recordedAs(recording), what), said);
    useSession.getState().choose({ component: client });
    close();
  };
  const draw = () => {
    keep(recording);
    close();
    useSession.getState().choose({ drawer: curves.id });
  };
  return (
    <>
      <div className={classes.use}>
        {clients.length > 1 && (
          <NativeSelect
            label="Sent by"
            data={clients.map((id) => ({ value: id, label: titleIn(components, id) }))}
            value={client}
            onChange={(event) => setPicked(event.currentTarget.value)}
          />
        )}
        {client !== undefined && hasTimes && (
          <Button onClick={() => use({ times: true, keys: hasKeys })}>{hasKeys ? 'Use its times and keys' : 'Use its times'}</Button>
        )}
        {client !== undefined && hasKeys && (
          <Button variant={hasTimes ? 'default' : 'filled'} onClick={() => use({ times: false, keys: true })}>
            Use its keys only
          </Button>
        )}
        {hasKeys && (
          <Button variant="default" onClick={draw}>
            Draw its miss-ratio curves
          </Button>
        )}
      </div>
      {client === undefined && <p className={classes.note}>Open or build a scenario with clients first, which then send it.</p>}
    </>
  );
}
