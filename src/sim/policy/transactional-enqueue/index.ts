// Generated from this folder by `npm run generate`. Do not edit.
import { afterCommit } from './after-commit.ts';
import { beforeCommit } from './before-commit.ts';
import { none } from './none.ts';
import { outbox } from './outbox.ts';
import { sameTransaction } from './same-transaction.ts';

export { seam } from './contract.ts';

export const catalogue = [afterCommit, beforeCommit, none, outbox, sameTransaction] as const;
