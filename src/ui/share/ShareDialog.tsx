import { Button, CopyButton, Group, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { renderSVG } from 'uqr';
import type { Origin } from '../../scenario/lesson.ts';
import { encodeLink, LONG_LINK, type Shared } from '../../scenario/link.ts';
import { armsOf, BASE, type Scenario } from '../../scenario/scenario.ts';
import { textOf } from '../../scenario/write.ts';
import { fragmentOf, nameOf } from '../address/address.ts';
import { here } from '../address/here.ts';
import { formatClock } from '../quantity.ts';
import { useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { isForm } from '../story/place.ts';
import classes from './Share.module.css';

/** Longer addresses make codes that no camera reads from a projector [characters]. */
const LONGEST_CODE = 620;

/** Where a link opens: at the moment and in the way that is on the screen, at the step, or as a first visit does. */
type Place = 'here' | 'step' | 'start';

function atTheStart(scenario: Scenario, origin: Origin | null): Shared {
  return { scenario, origin, playhead: 0, arm: BASE, fingerprint: '', ...(scenario.story[0]?.ask ? { veil: [] } : {}) };
}

/** One link that shows the receiver the same picture; or a file, or the text. */
export default function ShareDialog() {
  useResults();
  const scenario = useDocument((state) => state.scenario);
  const origin = useDocument((state) => state.origin);
  const edited = useDocument((state) => state.edited);
  const step = useSession((state) => state.step);
  const [place, setPlace] = useState<Place>('here');
  const shared = place === 'here' ? here() : atTheStart(scenario, origin);
  const name = place === 'here' ? null : nameOf(origin?.id, edited, place === 'step' ? step : 0);
  const fragment = name ? fragmentOf(name) : encodeLink(shared);
  const link = `${window.location.origin}${window.location.pathname}#${fragment}`;
  const { arm, fingerprint } = shared;
  const code = useMemo(() => (link.length <= LONGEST_CODE ? renderSVG(link, { ecc: 'L', border: 2 }) : null), [link]);
  const download = () => {
    const url = URL.createObjectURL(new Blob([textOf(scenario)], { type: 'application/json' }));
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = `${
      scenario.title
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '') || 'scenario'
    }.json`;
    anchor.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Modal opened onClose={() => useSession.getState().choose({ dialog: null })} title="Share" size="lg">
      <p className={classes.intro}>
        The link holds the whole scenario: nothing is stored anywhere. Whoever opens it sees this picture, computed again in their browser.
      </p>
      <Group gap={8} wrap="nowrap" align="end">
        <TextInput
          readOnly
          value={link}
          aria-label="Link"
          style={{ flex: 1 }}
          onFocus={(event) => event.currentTarget.select()}
          classNames={{ input: classes.link }}
          data-autofocus
        />
        <CopyButton value={link}>{({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy link'}</Button>}</CopyButton>
      </Group>
      <p className={classes.facts}>
        {link.length.toLocaleString('en')} characters
        {link.length > LONG_LINK && ': some programs cut links this long, a file is safer'}
        {!name && armsOf(scenario).length > 1 && `, opens with ${armsOf(scenario).find(({ id }) => id === arm)?.title} selected`}
        {!name && fingerprint && (
          <>
            , fingerprint <code>{fingerprint}</code>
          </>
        )}
      </p>
      <SegmentedControl
        size="xs"
        value={place}
        onChange={(value) => setPlace(value as Place)}
        aria-label="Where it opens"
        data={[
          { value: 'here', label: `Opens at ${formatClock(playhead.now, true)}` },
          ...(nameOf(origin?.id, edited, step) && step > 0
            ? [{ value: 'step', label: isForm(scenario, step) ? 'Opens at the form' : `Opens at step ${step + 1}` }]
            : []),
          { value: 'start', label: 'Opens at the start' },
        ]}
      />
      <div className={classes.lower}>
        {code ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by the QR library from the address
          <div className={classes.code} role="img" aria-label="QR code of the link" dangerouslySetInnerHTML={{ __html: code }} />
        ) : (
          <p className={classes.noCode}>
            This link is too long for a code that a camera can read. Open the scenario at its start without changes, or share the file.
          </p>
        )}
        <div className={classes.ways}>
          <Button variant="default" onClick={download}>
            Download as a file
          </Button>
          <CopyButton value={textOf(scenario)}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy as JSON'}
              </Button>
            )}
          </CopyButton>
        </div>
      </div>
    </Modal>
  );
}
