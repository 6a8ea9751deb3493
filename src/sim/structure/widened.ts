type Column = Uint8Array | Int32Array | Float64Array;

/** A column with room for more, the same in front and 0 behind. */
export function widened<C extends Column>(column: C, length: number): C;
export function widened(column: Column, length: number): Column {
  const Kind = column.constructor as new (length: number) => Column;
  const wider = new Kind(length);
  wider.set(column);
  return wider;
}
