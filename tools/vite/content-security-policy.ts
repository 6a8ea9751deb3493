import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { BOOT } from '../../src/host/sandbox/boot.ts';

/** The one script that is not a file: a frame of no origin starts with it, and is held to the page's policy beside its own. */
const boot = `'sha256-${createHash('sha256').update(BOOT).digest('base64')}'`;

/** Nothing but the page's own files; styles may be inline because the UI kit sets CSS variables on elements. */
export const POLICY = [
  "default-src 'none'",
  `script-src 'self' ${boot}`,
  // blob: the workers of that frame, which are made from text
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Puts the policy into the built page; the development server needs inline scripts. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: (html) => ({
      html,
      tags: [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
    }),
  };
}
