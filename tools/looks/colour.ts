/** How far apart colours are: by contrast, and for eyes that lack a kind of cone. */

/** Channels from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** @param hex `#rrggbb` @throws where it is not */
export function rgbOf(hex: string): Rgb {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex.trim())?.[1];
  if (!digits) throw new Error(`not a colour: “${hex}”. Expected #rrggbb`);
  const channel = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16) / 255;
  return [channel(0), channel(2), channel(4)];
}

const each = ([red, green, blue]: Rgb, map: (channel: number) => number): Rgb => [map(red), map(green), map(blue)];
const times = (matrix: readonly Rgb[], [red, green, blue]: Rgb): Rgb => {
  const [x, y, z] = matrix.map(([r, g, b]) => r * red + g * green + b * blue);
  return [x, y, z];
};

/** The sRGB transfer function, undone: light as it adds up (IEC 61966-2-1). */
const linear = (colour: Rgb) => each(colour, (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));

/** Contrast ratio of WCAG 2.2, from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const luminance = (colour: Rgb) => {
    const [red, green, blue] = linear(colour);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [least, most] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (most + 0.05) / (least + 0.05);
}

/** A kind of sight. */
export type Sight = keyof typeof SIGHTS;

/** What eyes see without a kind of cone, of linear light (Machado, Oliveira and Fernandes, 2009, severity 1.0). */
export const SIGHTS = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const satisfies Readonly<Record<string, readonly Rgb[]>>;

/** Linear sRGB to CIE XYZ, and the white of D65 (IEC 61966-2-1). */
const XYZ: readonly Rgb[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Rgb = [0.95047, 1, 1.08883];

/** CIELAB: L from 0 to 100. */
function labOf(light: Rgb): Rgb {
  const [x, y, z] = times(XYZ, light).map((value, i) => {
    const share = value / WHITE[i];
    return share > (6 / 29) ** 3 ? Math.cbrt(share) : share / (3 * (6 / 29) ** 2) + 4 / 29;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** ΔE of CIE 1976 between two colours, as a kind of sight has them; 2.3 is just noticeable. */
export function difference(a: Rgb, b: Rgb, sight: Sight = 'usual'): number {
  const seen = (colour: Rgb) => labOf(each(times(SIGHTS[sight], linear(colour)), (value) => Math.min(1, Math.max(0, value))));
  const [one, other] = [seen(a), seen(b)];
  return Math.hypot(...one.map((value, i) => value - other[i]));
}
