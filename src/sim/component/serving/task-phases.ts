/** Where a task is. It waits for a server. */
export const QUEUED = 1;
export const WORKING = 2;
/** Its work does not end while a fault lasts. */
export const HUNG = 3;
/** It holds its server while it waits for others. */
export const CALLING = 4;
/** It has freed its server while it waits for others. */
export const AWAY = 5;
/** It stands still while a fault lasts: work that it had begun, or waiting for others. */
export const FROZEN = 6;
