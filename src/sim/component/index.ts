// Generated from this folder by `npm run generate`. Do not edit.
import { cache } from './cache/cache.ts';
import { client } from './client/client.ts';
import { connectionPool } from './connection-pool/connection-pool.ts';
import { database } from './database/database.ts';
import { gateway } from './gateway/gateway.ts';
import { jobQueue } from './job-queue/job-queue.ts';
import { scheduler } from './scheduler/scheduler.ts';
import { service } from './service/service.ts';
import { workers } from './workers/workers.ts';

export const catalogue = [cache, client, connectionPool, database, gateway, jobQueue, scheduler, service, workers] as const;
