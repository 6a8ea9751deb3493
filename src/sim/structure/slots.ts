/** Things on their way, by a row that an event can carry. */
export class Slots<T> {
  private readonly things: (T | undefined)[] = [];
  private readonly free: number[] = [];

  put(thing: T): number {
    const row = this.free.pop() ?? this.things.length;
    this.things[row] = thing;
    return row;
  }

  at(row: number): T {
    return this.things[row] as T;
  }

  take(row: number): T {
    const thing = this.at(row);
    this.things[row] = undefined;
    this.free.push(row);
    return thing;
  }
}
