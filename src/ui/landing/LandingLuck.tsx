import type { ClaimDoc } from '../../scenario/scenario.ts';
import { RUNS } from '../luck/luck.ts';
import { useLuckOf } from '../luck/useSeeds.ts';
import classes from './Landing.module.css';
import { CLIENT, LOST, TO } from './landing.ts';

const IS_LOST: ClaimDoc = {
  text: 'The shop is lost.',
  meter: `${CLIENT}.goodput`,
  from: LOST.from,
  to: TO,
  stat: 'mean',
  is: '<',
  than: LOST.below,
};

/** In how many of thirty other runs the shop is lost. */
export default function LandingLuck({ meter }: { meter: string }) {
  const { seeds, holding, failure } = useLuckOf('base', meter, IS_LOST);
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
