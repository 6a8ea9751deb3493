import type { Preset } from '../component.ts';

const MINUTE = 60_000;

/** What most have in common: no limit on those that wait, one connection made for each that finds none. */
export const connectionPoolPresets: readonly Preset[] = [
  {
    id: 'hikaricp',
    title: 'HikariCP 6',
    summary:
      'Ten connections, all of them kept; one thread makes them, one at a time, with 30 ms between two. Whoever returns hands over to those who wait, but a newcomer may be quicker. Lives end up to a quarter early since the end of 2024 (1/40 before). Not modelled: that a thread gets back the connection it had last, the keep-alive, that of two idle ones the younger is closed first.',
    sources: [
      { title: 'HikariCP, Configuration', url: 'https://github.com/brettwooldridge/HikariCP#gear-configuration-knobs-baby' },
      {
        title: 'HikariCP, HikariPool.java',
        url: 'https://github.com/brettwooldridge/HikariCP/blob/dev/src/main/java/com/zaxxer/hikari/pool/HikariPool.java',
      },
      { title: 'HikariCP, variance of lifetimes (2035)', url: 'https://github.com/brettwooldridge/HikariCP/pull/2035' },
    ],
    values: {
      max: 10,
      min: 10,
      minMeans: 'kept-idle',
      handOut: 'oldest',
      madeFor: 'first-in-line',
      acquireTimeout: 30_000,
      makingAtOnce: 1,
      makingPause: 30,
      whenMakingFails: 'backs-off',
      retryPause: 10,
      longestRetryPause: 5_000,
      idleTimeout: 10 * MINUTE,
      idleNoticed: 'by-sweep',
      sweepPeriod: 30_000,
      maxLifetime: 30 * MINUTE,
      lifetimeSpread: 0.25,
      checkedAfter: 500,
    },
  },
  {
    id: 'node-postgres',
    title: 'node-postgres (pg-pool 3)',
    summary:
      'Ten connections, made when somebody finds none; whoever had one made for it waits for that very one. No limit on waiting. A connection idle for 10 s is closed. When one is found broken, those that wait are served once it is closed; a newcomer is served at once.',
    sources: [{ title: 'node-postgres, pg.Pool', url: 'https://node-postgres.com/apis/pool' }],
    values: {
      max: 10,
      acquireTimeout: null,
      idleTimeout: 10_000,
      closingTakes: 'no-place-for-newcomers',
    },
  },
  {
    id: 'tarn',
    title: 'tarn 3 (Knex)',
    summary:
      'Up to ten connections, tried each time they are lent, made for whoever is first in line. A failure to make one is tried again after 200 ms, and nobody hears of it until the time for waiting is over. Knex sets the least to 2; tarn itself has no defaults for either.',
    sources: [
      { title: 'tarn.js', url: 'https://github.com/Vincit/tarn.js' },
      { title: 'Knex, pool', url: 'https://knexjs.org/guide/#pool' },
    ],
    values: {
      max: 10,
      min: 2,
      madeFor: 'first-in-line',
      acquireTimeout: 30_000,
      makingTimeout: 30_000,
      whenMakingFails: 'pauses',
      retryPause: 200,
      idleTimeout: 30_000,
      idleNoticed: 'by-sweep-in-use',
      sweepPeriod: 1_000,
      checkedAfter: 0,
    },
  },
  {
    id: 'generic-pool',
    title: 'generic-pool 3',
    summary:
      'One connection unless more are asked for, lent in the order in which they came back, made for whoever is first in line; a failure is tried again at once, and nobody hears of it. Idle ones stay until sweeps are switched on. Not modelled: priorities, the soft idle timeout, that a sweep looks at three at a time.',
    sources: [{ title: 'generic-pool', url: 'https://github.com/coopernurse/node-pool' }],
    values: {
      max: 1,
      minMeans: 'replaced',
      handOut: 'first-in-first-out',
      madeFor: 'first-in-line',
      acquireTimeout: null,
      whenMakingFails: 'tries-again',
      idleTimeout: null,
    },
  },
  {
    id: 'go-database-sql',
    title: 'Go, database/sql',
    summary:
      'No limit on connections, but only two idle ones: a third that comes back is closed, so more than two busy callers keep making new ones. With a limit those who wait are served at random. No limit on waiting but the context’s. Not modelled: that one goroutine makes those that replace lost ones.',
    sources: [
      { title: 'Go, database/sql', url: 'https://pkg.go.dev/database/sql#DB.SetMaxIdleConns' },
      { title: 'Go, order of waiting requests (31708)', url: 'https://github.com/golang/go/issues/31708' },
    ],
    values: {
      max: 10_000,
      mostIdle: 2,
      line: 'random',
      acquireTimeout: null,
      idleTimeout: null,
      lifetimeNoticed: 'at-use',
    },
  },
  {
    id: 'pgx',
    title: 'pgx 5 (pgxpool)',
    summary:
      'Four connections, or as many as there are processors; each lives for an hour and idles for half an hour, which a health check notices each minute. One that has been idle for a second is tried before it is lent. No limit on waiting but the context’s. Not modelled: that a health check takes all idle ones for a moment and so changes their order.',
    sources: [{ title: 'pgxpool', url: 'https://pkg.go.dev/github.com/jackc/pgx/v5/pgxpool#Config' }],
    values: {
      max: 4,
      minMeans: 'kept',
      acquireTimeout: null,
      idleTimeout: 30 * MINUTE,
      idleNoticed: 'by-sweep',
      sweepPeriod: MINUTE,
      maxLifetime: 60 * MINUTE,
      lifetimeNoticed: 'at-use',
      checkedAfter: 1_000,
    },
  },
  {
    id: 'sqlalchemy',
    title: 'SQLAlchemy 2, QueuePool',
    summary:
      'Five connections that are kept and ten beyond them, which are closed as soon as they come back and five are idle. The one that has been idle longest is lent first. Waiting ends after 30 s. Idle ones are never closed, and none is tried, unless that is asked for.',
    sources: [{ title: 'SQLAlchemy, Connection pooling', url: 'https://docs.sqlalchemy.org/en/20/core/pooling.html' }],
    values: {
      max: 15,
      mostIdle: 5,
      handOut: 'first-in-first-out',
      acquireTimeout: 30_000,
      idleTimeout: null,
      lifetimeNoticed: 'at-use',
    },
  },
  {
    id: 'tomcat-jdbc',
    title: 'Tomcat JDBC pool',
    summary:
      'A hundred connections, ten of them made at the start and kept. Waiting ends after 30 s. Those idle for a minute are closed by a sweep every 5 s. Not modelled: that one which is too old is made anew in its place.',
    sources: [{ title: 'Tomcat, The JDBC connection pool', url: 'https://tomcat.apache.org/tomcat-10.1-doc/jdbc-pool.html' }],
    values: {
      max: 100,
      min: 10,
      minMeans: 'kept',
      mostIdle: 100,
      acquireTimeout: 30_000,
      idleTimeout: MINUTE,
      idleNoticed: 'by-sweep',
      sweepPeriod: 5_000,
      lifetimeNoticed: 'at-use',
    },
  },
];
