// Generated from this folder by `npm run generate`. Do not edit.
import { cache } from './cache.ts';
import { client } from './client.ts';
import { database } from './database.ts';
import { gateway } from './gateway.ts';
import { service } from './service.ts';

export const catalogue = [cache, client, database, gateway, service] as const;
