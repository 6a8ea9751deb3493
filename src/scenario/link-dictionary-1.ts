/**
 * What links of version 1 are compressed against. Frozen: a link made with it must open for ever, so any other text is
 * another version. Commonest last, where references to it are shortest.
 */
export const LINK_DICTIONARY_1 = [
  '"instances":,"serviceTimeDrawn":"request","deadlineTravels":true,"lateAnswerRescues":true,"attemptTimerStarts":"service","retryTimeouts":false,"retryRefused":true,"enabled":false,"whileCalling":"frees-server"',
  '"whenCallerLeaves":"drop-if-queued","whenCallerLeaves":"cancel","networkDelay":{"kind":"constant","value":},"routine":["work",{"par":[]},{"call":""},{"branch":0.5,"then":[],"else":[]},"answer"]',
  '"lateOutcomes":"half-open-too","lateOutcomes":"ignore","whileProbing":"wait","boundary":"after","judged":"failure","compare":"above","minimum":,"threshold":,"probes":,"openTime":',
  '"creditOn":"request","chargeOn":"retry","credit":,"charge":,"reserve":,"capacity":,"counts":"waiting-and-serving","kind":"failure-ratio","kind":"consecutive-failures","failures":',
  '"kind":"concurrency-ratio","kind":"ratio-window","share":,"span":,"kind":"token-bucket","kind":"unlimited","kind":"bounded-queue","kind":"lifo","kind":"fifo"',
  '"kind":"closed-loop","users":,"thinkTime":{"kind":"exponential","mean":},"together":true,"kind":"bursts","burstRate":,"period":,"offset":,"kind":"ramp","from":,"to":,"kind":"spike","factor":,"start":,"length":,"spacing":"even"',
  '"kind":"lognormal","mean":,"variation":,"kind":"pareto","alpha":,"kind":"bimodal","fast":,"slow":,"slowRatio":,"shape":"exponential","kind":"empirical","values":"","kind":"uniform","min":,"max":',
  '"kind":"decorrelated-polly","kind":"decorrelated-aws","kind":"equal-jitter","kind":"proportional","spread":,"kind":"linear","multiplier":',
  '"kind":"capacity-factor","kind":"error-ratio","ratio":,"decided":"start","retryable":false,"kind":"hang","hungWork":"fails","kind":"slow","factor":,"kind":"none"},"note":"',
  '"queueDiscipline":{"kind":"","loadShedding":{"kind":"","circuitBreaker":{"kind":"","retryBudget":{"kind":"","deadline":,"title":"","watch":["","summary":"","bins":,"scale":"log","max":',
  '"topic":"rate-limiting","topic":"caching","topic":"jobs","topic":"connection-pools","topic":"events","topic":"webhooks","topic":"docker-builds","topic":"rollouts-and-migrations","topic":"logging"',
  '.responseTime.p50",".responseTime.p999",".waitingTime.p99",".utilisation",".retryAmplification","scale":"log"},{"meter":".inFlight",".errors.timedOut",".wasted",".queueLength",".attemptRate",".attempts",".goodput"',
  '"arms":[{"id":"base","title":""},{"id":"","title":"","set":{"shoppers.retryDelay":{"kind":"constant","delay":250}}},{"id":"exponential","title":"Exponential","set":{"shoppers.retryDelay":{"kind":"exponential","base":250,"cap":8000}}}]',
  '"changes":[{"at":30000,"set":{"checkout.fault":{"kind":"fail-fast"}},"note":""},{"at":38000,"set":{"checkout.fault":{"kind":"none"}},"note":"back"}]',
  '{"s":{"format":1,"title":"The ","topic":"retries","seed":1,"duration":120000,"components":{"shoppers":{"kind":"client","arrival":{"kind":"poisson","rate":130},"retryDelay":{"kind":"full-jitter","base":250,"cap":8000},"maxAttempts":4,"attemptTimeout":1000,"calls":["checkout"]},"checkout":{"kind":"service","servers":20,"serviceTime":{"kind":"exponential","mean":110}}}',
].join('');
