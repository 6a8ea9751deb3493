import { type Replica, UP } from './replica.ts';
import type { Replicas } from './replicas.ts';

/** Another version: every replica is stopped and started again, so many at a time, the lowest first. */
export class Deployment<R extends Replica> {
  /** Those still to be replaced, and how many are being replaced. */
  private readonly waiting: R[] = [];
  private underWay = 0;
  private deployed: number;

  constructor(
    private readonly replicas: Replicas<R>,
    private readonly terms: { readonly version: number; readonly deploysAtOnce: number },
  ) {
    this.deployed = terms.version;
  }

  /** Begins anew if there is another version now. */
  versionChanged(): void {
    if (this.terms.version === this.deployed) return;
    const { list, wanted } = this.replicas;
    this.deployed = this.terms.version;
    this.waiting.length = 0;
    this.waiting.push(...list.slice(0, wanted));
    this.underWay = 0;
    for (const replica of list) replica.deploys = false;
    this.next();
  }

  /** A replica is up, or stays away; it may have been replaced by this. */
  replaced(replica: R): void {
    if (!replica.deploys) return;
    replica.deploys = false;
    this.underWay--;
    this.next();
  }

  private next(): void {
    while (this.underWay < this.terms.deploysAtOnce) {
      const replica = this.waiting.shift();
      if (replica === undefined) return;
      if (replica.state !== UP) continue;
      replica.deploys = true;
      this.underWay++;
      this.replicas.drain(replica);
    }
  }
}
