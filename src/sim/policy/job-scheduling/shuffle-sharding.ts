import {
  addFirstOf,
  addLast,
  addLastOf,
  defineJobScheduling,
  firstOf,
  integer,
  type Lanes,
  type LinkedList,
  lanes,
  linkedList,
  mix,
  NOTHING,
  remove,
  removeOf,
  takeFirstOf,
} from './contract.ts';

interface ShuffleSharding {
  jobs: Lanes;
  /** Tenants that have something waiting, in the order in which they came to have it. */
  tenants: LinkedList;
  /** By process: its tenants that have something waiting, next first. An entry is a tenant × width + the place in the shard. */
  turns: Lanes;
  /** The processes of each tenant, `width` cells each; filled when a tenant first has something. */
  shards: Int32Array;
  drawn: Uint8Array;
  /** What the shards were drawn for: processes in all (0: none yet), and in a shard. */
  processes: number;
  width: number;
}

/** What a process scores with a tenant; its shard are the best. */
function score(tenant: number, process: number): number {
  return mix(mix(tenant + 1) + Math.imul(process + 1, 0x9e3779b1));
}

function draw(state: ShuffleSharding, tenant: number): void {
  const { processes, width } = state;
  let length = state.drawn.length;
  if (tenant >= length) {
    while (length <= tenant) length *= 2;
    const drawn = new Uint8Array(length);
    drawn.set(state.drawn);
    state.drawn = drawn;
    const shards = new Int32Array(length * width);
    shards.set(state.shards);
    state.shards = shards;
  }
  if (state.drawn[tenant] === 1) return;
  state.drawn[tenant] = 1;
  const { shards } = state;
  const from = tenant * width;
  // the best so far, best first
  for (let process = 0; process < processes; process++) {
    const mine = score(tenant, process);
    let place = Math.min(process, width);
    while (place > 0 && score(tenant, shards[from + place - 1]) < mine) {
      if (place < width) shards[from + place] = shards[from + place - 1];
      place--;
    }
    if (place < width) shards[from + place] = process;
  }
}

function enlist(state: ShuffleSharding, tenant: number): void {
  draw(state, tenant);
  const { width, turns } = state;
  for (let i = tenant * width; i < (tenant + 1) * width; i++) addLastOf(turns, state.shards[i], i);
}

function dismiss({ width, turns, shards, tenants }: ShuffleSharding, tenant: number): void {
  remove(tenants, tenant);
  for (let i = tenant * width; i < (tenant + 1) * width; i++) removeOf(turns, shards[i], i);
}

/** Draws all shards anew. */
function reshard(state: ShuffleSharding, processes: number, width: number): void {
  state.processes = processes;
  state.width = width;
  state.shards = new Int32Array(state.drawn.length * width);
  state.drawn.fill(0);
  state.turns = lanes();
  for (let tenant = state.tenants.first; tenant !== NOTHING; tenant = state.tenants.next[tenant]) enlist(state, tenant);
}

/**
 * Every tenant has a few of the processes for his own, drawn by hash, and a process takes jobs of its tenants alone, in
 * turn. A tenant whose jobs kill or hold up their processes harms whoever shares some of them, and stops only those who
 * share all: with 2 of 8 processes one in 28 other tenants, with 4 of 100 one in 4 million. The price is that processes
 * stand idle beside jobs that are not theirs.
 *
 * The source routes to shards; here processes come for their jobs. A shard is the tenant's best processes by rendezvous
 * hashing, so that one process more or less changes few of them. When the number of processes changes, so do the shards
 * of the jobs that wait.
 */
export const shuffleSharding = defineJobScheduling({
  id: 'shuffle-sharding',
  title: 'Shuffle sharding',
  summary: 'A few processes for each tenant, seldom the same for two: a bad one stops few others.',
  sources: [
    {
      title: 'Amazon Builders’ Library, Workload isolation using shuffle-sharding',
      url: 'https://aws.amazon.com/builders-library/workload-isolation-using-shuffle-sharding/',
    },
    {
      title: 'Thaler and Ravishankar, Using name-based mappings to increase hit rates (IEEE/ACM ToN 6(1), 1998)',
      url: 'https://doi.org/10.1109/90.663936',
    },
  ],
  looksAt: ['tenant', 'process'],
  params: {
    shardSize: integer({
      label: 'Processes of a tenant',
      help: 'How many processes work for each tenant; all of them if there are no more.',
      default: 2,
      min: 1,
      max: 16,
    }),
  },
  examples: [{ shardSize: 1 }, { shardSize: 3 }, { shardSize: 16 }],
  promises: ['line-by-tenant', 'fair-turns'],
  start: (): ShuffleSharding => ({
    jobs: lanes(),
    tenants: linkedList(),
    turns: lanes(),
    shards: new Int32Array(0),
    drawn: new Uint8Array(64),
    processes: 0,
    width: 0,
  }),
  put(state, _params, job, jobs, returns) {
    const tenant = jobs.tenant[job];
    if (firstOf(state.jobs, tenant) === NOTHING) {
      addLast(state.tenants, tenant);
      enlist(state, tenant);
    }
    if (returns) addFirstOf(state.jobs, tenant, job);
    else addLastOf(state.jobs, tenant, job);
  },
  take(state, { shardSize }, _jobs, process, processes) {
    const width = Math.min(shardSize, processes);
    if (processes !== state.processes || width !== state.width) reshard(state, processes, width);
    const turn = firstOf(state.turns, process);
    if (turn === NOTHING) return NOTHING;
    const tenant = Math.floor(turn / width);
    const job = takeFirstOf(state.jobs, tenant);
    if (firstOf(state.jobs, tenant) === NOTHING) dismiss(state, tenant);
    else {
      removeOf(state.turns, process, turn);
      addLastOf(state.turns, process, turn);
    }
    return job;
  },
  leave(state, _params, job, jobs) {
    const tenant = jobs.tenant[job];
    removeOf(state.jobs, tenant, job);
    if (firstOf(state.jobs, tenant) === NOTHING) dismiss(state, tenant);
  },
  choosy: true,
});
