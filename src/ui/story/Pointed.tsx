import { lazy, Suspense } from 'react';
import { usePointed } from './pointed.ts';

const PointedCard = lazy(() => import('./PointedCard.tsx'));

/** What is said of a word of a story while somebody points at it; loaded with the first. */
export function Pointed() {
  const points = usePointed(({ at }) => at !== null);
  return <Suspense>{points && <PointedCard />}</Suspense>;
}
