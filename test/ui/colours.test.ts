import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contrast, difference, type Rgb, rgbOf, type Sight } from '../../tools/looks/colour.ts';

const style = readFileSync(join(import.meta.dirname, '../../src/ui/app.css'), 'utf8');
const [, light, dark] = style.split(/^:root\[data-mantine-color-scheme="(?:light|dark)"\] \{$/m);
const themes = { light, dark };
const ARMS = [1, 2, 3, 4, 5, 6];

/** Least ΔE (CIE 1976) between two arms for whoever lacks a kind of cone: nine times what is just noticeable. */
const APART = 20;

const colourOf = (theme: string, name: string): Rgb => rgbOf(new RegExp(`--${name}: (#\\w+);`).exec(theme)?.[1] ?? `no --${name}`);

describe('colours', () => {
  it('differ as published: black and white by 21 to 1, and by 100 in lightness', () => {
    expect(contrast([0, 0, 0], [1, 1, 1])).toBeCloseTo(21, 10);
    expect(contrast(rgbOf('#777777'), rgbOf('#ffffff'))).toBeCloseTo(4.48, 2);
    expect(difference([0, 0, 0], [1, 1, 1])).toBeCloseTo(100, 1);
    // CIELAB of sRGB red and green: (53.24, 80.09, 67.20) and (87.73, −86.18, 83.18)
    expect(difference([1, 0, 0], [0, 1, 0])).toBeCloseTo(Math.hypot(87.73 - 53.24, 86.18 + 80.09, 83.18 - 67.2), 1);
  });

  it('look alike to whoever lacks a cone where only that cone tells them apart; greys stay as they are', () => {
    const [red, olive] = [rgbOf('#d62728'), rgbOf('#8a7000')];
    expect(difference(red, olive)).toBeGreaterThan(60);
    expect(difference(red, olive, 'deuteranopia')).toBeLessThan(25);
    for (const sight of ['deuteranopia', 'protanopia'] as const)
      expect(difference([0.2, 0.2, 0.2], [0.8, 0.8, 0.8], sight)).toBeCloseTo(difference([0.2, 0.2, 0.2], [0.8, 0.8, 0.8]), 0);
  });

  it('are no colours where they cannot be read', () => {
    expect(() => rgbOf('red')).toThrow('not a colour: “red”');
  });
});

describe.each(Object.entries(themes))('the arms, %s', (_, theme) => {
  it('can be read before the charts and the panels: their figures are text in their colours', () => {
    for (const ground of ['bg', 'panel'])
      for (const arm of ARMS)
        expect(contrast(colourOf(theme, `arm-${arm}`), colourOf(theme, ground)), `arm ${arm} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  it.each<[Sight]>([['usual'], ['deuteranopia'], ['protanopia']])('can be told apart, %s', (sight) => {
    for (const a of ARMS)
      for (const b of ARMS.filter((other) => other > a))
        expect(difference(colourOf(theme, `arm-${a}`), colourOf(theme, `arm-${b}`), sight), `arms ${a} and ${b}`).toBeGreaterThanOrEqual(
          APART,
        );
  });
});
