import { Modal, UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { renderSVG } from 'uqr';
import classes from './Share.module.css';

/** Longer addresses make codes that no camera reads from a projector [characters]. */
export const LONGEST_CODE = 620;

/** Modules that have to be left white around a code, and what is enough of them within a white frame. */
const QUIET = 4;
const FRAMED = 2;

interface QrCodeProps {
  link: string;
  /** Whether it fills the screen. */
  large: boolean;
  onLarge(large: boolean): void;
}

/** The link for the camera of a phone; pressed, it fills the screen, for a room. */
export function QrCode({ link, large, onLarge }: QrCodeProps) {
  const code = useMemo(() => renderSVG(link, { ecc: 'L', border: FRAMED }), [link]);
  return (
    <>
      <UnstyledButton
        className={classes.code}
        aria-label="QR code of the link: fill the screen with it"
        title="Fill the screen"
        onClick={() => onLarge(true)}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by the QR library from the address
        dangerouslySetInnerHTML={{ __html: code }}
      />
      {large && <LargeCode link={link} onClose={() => onLarge(false)} />}
    </>
  );
}

function LargeCode({ link, onClose }: { link: string; onClose(): void }) {
  const code = useMemo(() => renderSVG(link, { ecc: 'L', border: QUIET }), [link]);
  return (
    <Modal.Root opened onClose={onClose} fullScreen zIndex={210} transitionProps={{ duration: 0 }}>
      <Modal.Content className={classes.large} aria-label="Large QR code" onClick={onClose}>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by the QR library from the address */}
        <div className={classes.largeCode} role="img" aria-label="QR code of the link" dangerouslySetInnerHTML={{ __html: code }} />
        <Modal.CloseButton className={classes.closeLarge} aria-label="Close the large QR code" />
      </Modal.Content>
    </Modal.Root>
  );
}
