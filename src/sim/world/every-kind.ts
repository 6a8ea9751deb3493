import { catalogue } from '../component/index.ts';
import { seams } from '../policy/seams.ts';
import { registerKinds } from './kinds.ts';

// for everybody but the page's first worker, which loads it when a scenario needs more than a first visit
registerKinds(catalogue, seams);
