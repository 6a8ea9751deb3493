/** Arrays smaller than this are not counted [bytes]. */
const COUNTED_FROM = 16_384;
/** What large arrays may take in all [bytes]: more ends the tab in some browsers, not only the run. */
export const MOST_BYTES = 1_000_000_000;

/** Arrays that count. */
export const ARRAYS = {
  Array,
  ArrayBuffer,
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
};

/** Bytes of large arrays that code holds, as far as it can be told; those that nobody holds any more are taken off late. */
export class Allocations {
  bytes = 0;
  private readonly gone = new FinalizationRegistry<number>((bytes) => {
    this.bytes -= bytes;
  });

  /** Constructors of arrays that count, by name: what code sees in place of the language's own. */
  counting(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(ARRAYS).map(([name, own]) => [name, this.countingOne(own as never)]));
  }

  private countingOne(own: new (...args: unknown[]) => object): unknown {
    const count = (made: object) => {
      const bytes = 'byteLength' in made ? (made.byteLength as number) : (made as unknown[]).length * 8;
      if (bytes < COUNTED_FROM) return made;
      this.bytes += bytes;
      this.gone.register(made, bytes);
      this.check();
      return made;
    };
    const counted: unknown = new Proxy(own, {
      // made by way of the proxy every array would have a hidden class of its own, and what reads it would be slow
      construct: (target, args, newTarget) =>
        count(newTarget === counted ? new target(...args) : Reflect.construct(target, args, newTarget)),
      apply: (target, self, args) => count(Reflect.apply(target as never, self, args)),
    });
    return counted;
  }

  /** Throws where it is too much. */
  check(): void {
    if (this.bytes > MOST_BYTES) throw new Error(`the code holds more than ${MOST_BYTES / 1e9} GB of arrays`);
  }
}
