/** Calls and leases ask for connections: one number for both. */
export const askerOfCall = (call: number): number => 2 * call;
export const askerOfLease = (lease: number): number => 2 * lease + 1;
export const isLease = (asker: number): boolean => (asker & 1) === 1;
/** The row of the call or the lease. */
export const rowOf = (asker: number): number => asker >> 1;
