// Generated from this folder by `npm run generate`. Do not edit.
import { client } from './client.ts';
import { gateway } from './gateway.ts';
import { service } from './service.ts';

export const catalogue = [client, gateway, service] as const;
