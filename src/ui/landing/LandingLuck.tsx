import type { ClaimDoc } from '../../scenario/scenario.ts';
import { RUNS } from '../luck/luck.ts';
import { useLuckOf } from '../luck/useSeeds.ts';
import classes from './Landing.module.css';
import { CLIENT, RATE, TO } from './landing.ts';

/** The shop is lost: next to nothing is served in the last fifteen seconds. */
const LOST: ClaimDoc = {
  text: 'the shop is lost',
  meter: `${CLIENT}.goodput`,
  from: TO - 15_000,
  to: TO,
  is: '<',
  than: RATE.least / 2,
} as ClaimDoc;

/** In how many of thirty other runs the shop is lost. */
export default function LandingLuck({ meter }: { meter: string }) {
  const { seeds, holding, failure } = useLuckOf('base', meter, LOST);
  return (
    <span className={classes.luck} role="status">
      {failure ?? (
        <>
          Lost in <b>{holding}</b> of {seeds?.done ?? 0}
          {(seeds?.done ?? 0) < RUNS && '…'}
        </>
      )}
    </span>
  );
}
