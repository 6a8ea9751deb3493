type Column = Uint8Array | Int32Array | Float64Array;

/** A column with room for more, the same in front and 0 behind. */
export function widened<C extends Column>(column: C, length: number): C;
export function widened(column: Column, length: number): Column {
  const Kind = column.constructor as new (length: number) => Column;
  const wider = new Kind(length);
  wider.set(column);
  return wider;
}

/** A column long enough for an index: itself if it is, else doubled until it is, with `rest` behind. */
export function reaching<C extends Column>(column: C, index: number, rest = 0): C {
  let { length } = column;
  if (index < length) return column;
  while (length <= index) length *= 2;
  const wider = widened(column, length);
  if (rest !== 0) wider.fill(rest, column.length);
  return wider;
}
