// Generated from this folder by `npm run generate`. Do not edit.
import { cache } from './cache.ts';
import { client } from './client.ts';
import { database } from './database.ts';
import { gateway } from './gateway.ts';
import { jobQueue } from './job-queue.ts';
import { scheduler } from './scheduler.ts';
import { service } from './service.ts';
import { workers } from './workers.ts';

export const catalogue = [cache, client, database, gateway, jobQueue, scheduler, service, workers] as const;
