import { useRef } from 'react';

/** A value as it was, as long as it says the same: what is made of it need not be made anew. */
export function useSame<T>(value: T): T {
  const before = useRef(value);
  if (before.current !== value && JSON.stringify(before.current) !== JSON.stringify(value)) before.current = value;
  return before.current;
}
