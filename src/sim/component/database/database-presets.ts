import type { Preset } from '../component.ts';

/** How many connections products let others keep. */
const about = ['mostConnections'];

export const databasePresets: readonly Preset[] = [
  {
    id: 'postgresql',
    title: 'PostgreSQL',
    summary:
      'A hundred connections, three of them kept for superusers: whoever would open one more is turned away at once, there is no queue.',
    sources: [
      {
        title: 'PostgreSQL, max_connections and superuser_reserved_connections',
        url: 'https://www.postgresql.org/docs/current/runtime-config-connection.html',
      },
    ],
    about,
    values: { mostConnections: 97 },
  },
  {
    id: 'mysql',
    title: 'MySQL 8',
    summary: '151 connections, one more for an administrator: whoever would open one more is told “Too many connections”.',
    sources: [
      {
        title: 'MySQL, max_connections',
        url: 'https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_connections',
      },
    ],
    about,
    values: { mostConnections: 151 },
  },
];
