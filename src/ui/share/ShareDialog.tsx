import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { LONG_LINK } from '../../scenario/link.ts';
import { armsOf } from '../../scenario/scenario.ts';
import { textOf } from '../../scenario/write.ts';
import { nameOf } from '../address/address.ts';
import { formatClock } from '../quantity.ts';
import { useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { isForm } from '../story/place.ts';
import { CopyText } from './CopyText.tsx';
import { download } from './download.ts';
import { linkTo, type Place, type SharedLink } from './links.ts';
import { LONGEST_CODE, QrCode } from './QrCode.tsx';
import classes from './Share.module.css';
import { canSend, send } from './send.ts';

/** One link that shows the receiver the same picture, or the lesson with a preview; or a file, or the text. */
export default function ShareDialog() {
  useResults();
  const scenario = useDocument((state) => state.scenario);
  const origin = useDocument((state) => state.origin);
  const edited = useDocument((state) => state.edited);
  const step = useSession((state) => state.step);
  const isTask = useSession((state) => state.challenge === 'on');
  const isCurated = nameOf(origin?.id, edited, step) !== null;
  const [place, setPlace] = useState<Place>(isCurated ? (isTask ? 'challenge' : 'start') : 'here');
  const [large, setLarge] = useState(false);
  const link = linkTo(place, step);
  const { url } = link;
  return (
    <Modal
      opened
      onClose={() => useSession.getState().choose({ dialog: null })}
      // Escape closes the large code first
      closeOnEscape={!large}
      title="Share"
      size="lg"
    >
      <SegmentedControl
        size="xs"
        value={place}
        onChange={(value) => setPlace(value as Place)}
        aria-label="Where it opens"
        data={[
          { value: 'start', label: 'At the start' },
          ...(isCurated && step > 0 ? [{ value: 'step', label: isForm(scenario, step) ? 'At the form' : `At step ${step + 1}` }] : []),
          ...(scenario.challenge ? [{ value: 'challenge', label: 'As a challenge' }] : []),
          { value: 'here', label: `As now, at ${formatClock(playhead.now, true)}` },
        ]}
      />
      <p className={classes.intro}>{introOf(link, place, isCurated)}</p>
      <div className={classes.give}>
        <TextInput
          readOnly
          value={url}
          aria-label="Link"
          className={classes.field}
          onFocus={(event) => event.currentTarget.select()}
          classNames={{ input: classes.link }}
          // where there is no keyboard one has no use for a selected text
          data-autofocus={window.matchMedia('(pointer: coarse)').matches ? undefined : true}
        />
        {canSend() && <Button onClick={() => void send(scenario, url)}>Share…</Button>}
        <CopyText label="Copy link" text={() => url} variant={canSend() ? 'default' : 'filled'} />
      </div>
      <Facts link={link} />
      <div className={classes.lower}>
        {url.length <= LONGEST_CODE ? (
          <QrCode link={url} large={large} onLarge={setLarge} />
        ) : (
          <p className={classes.noCode}>
            No QR code: no camera reads one of a link this long.{' '}
            {isCurated ? 'A link to the start is short enough; otherwise send the file.' : 'Send the file instead.'}
          </p>
        )}
        <div className={classes.ways}>
          <Button variant="default" onClick={() => download(scenario)}>
            Download as a file
          </Button>
          <CopyText label="Copy as JSON" text={() => textOf(scenario)} />
        </div>
      </div>
    </Modal>
  );
}

/** What a link does for whoever gets it. */
function introOf({ hasPreview, carries }: SharedLink, place: Place, isCurated: boolean): string {
  if (hasPreview) return 'The short link to this scenario. Chats and mails show its title, a description and a picture of the run with it.';
  if (!carries && place === 'challenge')
    return 'The short link to this scenario as a challenge: the lesson is folded away until the goals are reached. Chats and mails show no preview with it.';
  if (!carries)
    return 'The short link to this step. Chats and mails show no preview of the scenario with it: only the link to the start has one.';
  const whole =
    'The link holds the whole scenario: nothing is stored anywhere. Whoever opens it sees this picture, computed again in their browser.';
  return isCurated ? `${whole} Only the link to the start has a preview.` : whole;
}

function Facts({ link: { url, carries } }: { link: SharedLink }) {
  const arms = carries ? armsOf(carries.scenario) : [];
  return (
    <p className={classes.facts}>
      {url.length.toLocaleString('en')} characters
      {url.length > LONG_LINK && ': some programs cut links this long, a file is safer'}
      {arms.length > 1 && `, opens with ${arms.find(({ id }) => id === carries?.arm)?.title} selected`}
      {carries && carries.fingerprint !== '' && (
        <>
          , fingerprint <code>{carries.fingerprint}</code>
        </>
      )}
    </p>
  );
}
