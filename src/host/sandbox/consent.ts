import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { OwnPolicies } from '../../scenario/own-policies.ts';

/** Where this device keeps what somebody has allowed; and what was running when a tab went down. */
const KEY = 'goodput.allowed-code';
const RUNNING = 'goodput.running-code';
/** Most that is kept: the oldest are forgotten first. */
const MOST = 200;

/** SHA-256 of a source, hexadecimal: what is allowed is this very text. */
export function codeHash(source: string): string {
  return bytesToHex(sha256(utf8ToBytes(source)));
}

/** Whether somebody has allowed code of this hash on this device, and it has not taken a tab down since. */
export function isAllowed(hash: string): boolean {
  return kept().includes(hash);
}

/** Whether all code of a document may run. */
export function areAllowed(policies: OwnPolicies): boolean {
  return Object.values(policies).every(({ source }) => isAllowed(codeHash(source)));
}

export function allow(hash: string): void {
  keep([...kept().filter((each) => each !== hash), hash].slice(-MOST));
}

export function disallow(hash: string): void {
  keep(kept().filter((each) => each !== hash));
}

/** Notes that code runs; what is still noted when the page comes up again has taken it down, and has to be allowed anew. */
export function noteRunning(hashes: readonly string[]): void {
  try {
    if (hashes.length > 0) sessionStorage.setItem(RUNNING, JSON.stringify(hashes));
    else sessionStorage.removeItem(RUNNING);
  } catch {
    // then nothing is remembered
  }
}

/** Takes back what was allowed of code that ran when this tab last went down; their hashes. Called once, as the page comes up. */
export function disallowCrashed(): readonly string[] {
  const hashes = read(() => sessionStorage.getItem(RUNNING));
  for (const hash of hashes) disallow(hash);
  noteRunning([]);
  return hashes;
}

/** What is allowed for as long as the page is there, where nothing can be kept. */
let inMemory: readonly string[] | null = null;

function kept(): readonly string[] {
  return inMemory ?? read(() => localStorage.getItem(KEY));
}

function keep(hashes: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(hashes));
    inMemory = null;
  } catch {
    inMemory = hashes;
  }
}

function read(from: () => string | null): readonly string[] {
  try {
    const found: unknown = JSON.parse(from() ?? '[]');
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
