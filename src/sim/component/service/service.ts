import { callerParams, callerScopes } from '../../flow/caller-params.ts';
import { callerPresets } from '../caller-presets.ts';
import { type Component, defineComponent } from '../component.ts';
import { Serving } from '../serving/serving.ts';
import { facts, gauges, histograms, servingBalances, servingMeters, servingPeaks } from '../serving/serving-meters.ts';
import { servingParams, servingScopes } from '../serving/serving-params.ts';

/** Works on requests with a fixed number of servers behind one queue, and may call others to do so. */
export const service = defineComponent({
  id: 'service',
  title: 'Service',
  summary: 'Serves requests with so many servers behind one queue, and may call other services.',
  notes: [
    {
      title: 'What it models',
      text: 'Replicas × servers behind one shared queue (G/G/c), with a fault on some of the replicas; free servers are taken from the replicas in turn. Or each replica has a queue of its own, and a balancer sends every request to one of them, by what it knows of how full they are, which may be old, and of which are fit: it may check their health, and eject those that answer errors. A request is a task that walks through a routine: work, calls to others, an answer; without a routine of its own it works, calls everybody it is wired to one after the other, and answers. Replicas start up, warm up, die, stand still, are scaled and killed.',
    },
    {
      title: 'What it leaves out',
      text: 'Network and processor sharing, the cost of a context switch. Refusing a newcomer is instant and costs nothing. Guards with a state for each target replica: the callee balances, and so its outlier ejection is the circuit breaker of each replica.',
    },
    {
      title: 'What is settled how',
      text: '**Time of service** is drawn when service begins; by default again for every attempt. Service is not preemptive. With **queues of their own** a request stays with its replica: if that is full it is shed, if it fails fast refused, and once the replica is not up those who wait are sent to others; while none is up they wait at the balancer. Without health checks the balancer knows at once who is up, and nothing of who stands still; how full they are it looks up anew when the first request comes after its view has become too old, or when the rotation changes. A hedge goes to another replica than its original, while there is one. **Health checks**: the balancer probes all replicas that it knows at one time; a probe is light and waits in no queue. It fails at once where a replica is down or fails fast, as likely as its answers where these fail by chance, and at its timeout where it hangs or stands still, unless that is over before; where it is slow it passes. A call that is sent to a replica that is down fails at once, and so does what waits there when it dies. One that is up again before its death was noticed has been in rotation all along; a new one is known from when it comes up, and one that is no longer wanted is not from then on. **Outlier ejection**: an error is one that is worth trying again, a refusal, work lost with its replica, and a call given up because its time is over, as in Envoy by default: “locally originated errors are not distinguished from externally generated (transaction) errors, all end up in the same bucket”. An error that trying again cannot mend is a good answer, as in Envoy all but 5xx are. What is shed or dropped counts for nothing, though Envoy would count its 503 where no mapping excludes it: that replica is full, not broken, and without it the next would be. What an ejected replica has in its queue or in service goes on. While less than the **panic threshold** is in rotation, all that the balancer knows are used; at a threshold of 0 requests wait at the balancer until one is in. **A full queue** is judged only when no server is free; what waits for a caller that has gone counts as long as it stays. **Late work** (its caller has gone) counts in throughput and as *wasted*, never as goodput. **Faults**: an error is decided when the work ends (by its parameter also when it starts, or once, when the task would be answered), by the fault as it is then; what becomes of work in service when a fault begins is a parameter of the fault (it goes on, is lost and its caller hears an error at once, or stands still until the fault is over; where the process is gone it may also go on and fail when it would be answered, if the fault is still there); what is decided at the answer of a task that holds no server then fails only where all replicas are struck; when a fault ends it keeps its terms, except hung work. Fewer **replicas**: those that go finish what they are doing, for as long as their grace lasts, and what is not finished then is lost; a task that has freed its server for a call is on none of them. One that is wanted again before it has stopped goes on as it was. **A replica that dies** takes with it all that it has in service, whose callers hear an error at once; it is away for its restart time and then the same replica again. One that **stands still** does nothing and begins nothing, and what it had begun takes so much longer. **Cold**: how slow is settled when work begins, and those that are up at time 0 are warm. A request **that kills** does so at that share of its task’s first work. **An autoscaler** is told who waits and for how long, and the share of busy servers, those of replicas that finish their work included; while it decides, the parameter does not. A replica that fails fast never has a queue, so what waits in a shared one goes to it. If a **downstream** operation fails, the task answers an error at once, unless its routine catches that. With `frees-server`, work after a call joins the queue again and is never shed. A **side effect** happens when work ends well; the same work done again for a request counts as repeated, unless results are kept under **idempotency keys**: then an attempt whose work another has done is answered from the key when it would begin, and one that ends second takes the first one’s result. Equal times run in the order of scheduling; a freed server takes the next waiting request before the answer is given.',
    },
    {
      title: 'What it is checked against',
      text: 'M/M/1, M/M/c, M/M/c/K, Erlang B, M/D/1, M/G/1 and D/M/1 waits and quantiles, Little’s law, the supermarket model (two random choices) and M/M/1 for each of many replicas at random, M/M/1 with each of the three ways to treat a caller that leaves, tandem queues, amplification over depth.',
    },
  ],
  params: { ...servingParams, ...callerParams({ maxAttempts: 1, attemptTimeout: null }) },
  scopes: { ...servingScopes, ...callerScopes },
  takes: ['calls'],
  sends: ['calls', 'leases', 'transactions'],
  calls: { least: 0, most: 20 },
  acts: [{ name: 'kill', label: 'Kill a replica' }],
  routine: true,
  facts,
  gauges,
  histograms,
  peaks: servingPeaks,
  looksAt: { deadline: [{ where: { queues: ['own'] } }] },
  meters: servingMeters,
  face: {
    line: '{busy} of {servers} busy · {queueLength} waiting',
    strains: [
      { meter: 'utilisation', from: 0.95, grows: 'queueLength', text: '{utilisation} busy: queue grows' },
      { meter: 'utilisation', from: 0.95, text: '{utilisation} busy: at its limit' },
    ],
    cells: { filled: 'busy', of: 'servers' },
    column: 'queueLength',
    shows: ['fault', 'replicaFault', 'ejection', 'autoscaling'],
  },
  balances: servingBalances,
  presets: callerPresets,
  charts: ['utilisation', 'queueLength'],
  create: (site, values): Component => new Serving(site, values),
});
