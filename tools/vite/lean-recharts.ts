import type { Plugin } from 'vite';

/** The object-spread helper that Recharts 3.10 ships, once per file. */
export const SPREAD_HELPER = /function _objectSpread\(e\) \{.*\}(?=\n)/;
const PLAIN_SPREAD = 'function _objectSpread(e) { for (var r = 1; r < arguments.length; r++) Object.assign(e, arguments[r]); return e; }';

/** How it takes in every scale of d3, with the dates and colours that some of them need. */
export const ALL_SCALES = "import * as d3Scales from 'victory-vendor/d3-scale';";
/** The scales that our charts have, and those that Recharts falls back on. */
const OUR_SCALES = `import { scaleBand, scaleLinear, scaleLog, scalePoint } from 'victory-vendor/d3-scale';
const d3Scales = { scaleBand, scaleLinear, scaleLog, scalePoint };`;

/** How its axes take in the search for round ticks, with a library of decimals behind it. */
export const NICE_TICKS = "import { getNiceTickValues, getTickValuesFixedDomain } from '../../util/scale';";
/** Our axes name their ticks and ask for none (`niceTicks="none"`). */
const NO_TICKS = 'const getNiceTickValues = () => undefined, getTickValuesFixedDomain = getNiceTickValues;';

/**
 * Recharts as we use it: its object-spread helper, called twice for every point and its hottest function, becomes
 * Object.assign, and scales that no chart of ours has and ticks that it names itself stay out. A test holds that the
 * patterns still match.
 */
export function leanRecharts(): Plugin {
  return {
    name: 'lean-recharts',
    enforce: 'pre',
    transform: {
      filter: { id: /[\\/]recharts[\\/]es6[\\/].*\.js$/ },
      handler(code) {
        const lean = code.replace(SPREAD_HELPER, PLAIN_SPREAD).replace(ALL_SCALES, OUR_SCALES).replace(NICE_TICKS, NO_TICKS);
        return lean === code ? null : { code: lean, map: null };
      },
    },
  };
}
