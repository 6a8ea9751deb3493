import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyDescription } from '../../src/scenario/every-description.ts';
import { BINDINGS } from '../../src/ui/keys/bindings.ts';
import { isMet, views } from '../../src/ui/view/views.ts';

const ofKind = (...kinds: string[]) => Object.fromEntries(kinds.map((kind, i) => [`c${i}`, { kind, title: '', calls: [] }]));

describe('the views', () => {
  test('are what stands in the folders, each called as its own', () => {
    const folders = readdirSync(join(import.meta.dirname, '../../src/ui/view'), { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    expect(views.map(({ id }) => id).sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  test('stand in an order of their own, and each has something to show', () => {
    expect(new Set(views.map(({ place }) => place)).size).toBe(views.length);
    expect(views.map(({ label }) => label).slice(0, 2)).toEqual(['Requests', 'Numbers']);
    for (const { load } of views) expect(load).toBeTypeOf('function');
  });

  test('need roles that some component has', () => {
    const roles = new Set(everyDescription.components.flatMap((component) => component.roles ?? []));
    for (const { id, needs } of views) if (needs !== undefined) expect(roles.has(needs), id).toBe(true);
  });

  test('are there where what they need is', () => {
    for (const { id: kind, roles = [] } of everyDescription.components)
      for (const view of views)
        expect(isMet(view, ofKind('client', kind)), `${view.id} beside a ${kind}`).toBe(
          view.needs === undefined || roles.includes(view.needs),
        );
    const shownFor = (...kinds: string[]) => views.filter((view) => isMet(view, ofKind(...kinds))).map(({ id }) => id);
    expect(shownFor('client', 'gateway', 'service')).toContain('race');
    expect(shownFor('client', 'service')).not.toContain('race');
  });

  test('open with a key of their own, told in the table of keys', () => {
    for (const { key, label, help = label } of views)
      expect(BINDINGS.filter(({ shown }) => shown === key).map(({ does }) => does)).toEqual([help]);
    const keys = BINDINGS.flatMap((binding) => binding.keys);
    expect(new Set(keys.map((each) => each.toLowerCase())).size).toBe(keys.length);
  });
});
