// Generated from this folder by `npm run generate`. Do not edit.
import { accesses } from './accesses.ts';
import { decisions } from './decisions.ts';
import { jobs } from './jobs.ts';
import { requests } from './requests.ts';

export const catalogue = [accesses, decisions, jobs, requests] as const;
