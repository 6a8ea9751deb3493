import { type Component, defineComponent } from '../src/sim/component/component.ts';
import { Lending } from '../src/sim/flow/lending.ts';
import { lendingBalances, lendingFacts, lendingGauges, lendingHistograms, lendingMeters } from '../src/sim/flow/lending-meters.ts';
import { lendingParams } from '../src/sim/flow/lending-params.ts';
import { vocabulary } from '../src/sim/meter/vocabulary.ts';
import { integer } from '../src/sim/param/param.ts';

const { facts, gauges, histograms, fact, histogram } = vocabulary(lendingFacts, lendingGauges, lendingHistograms);

/** What only lends, for `components` of a world's options: so many of one kind of thing. All that a pool of connections or a semaphore takes. */
export const pool = defineComponent({
  id: 'pool',
  title: 'Pool',
  summary: 'Lends so many of what it has.',
  notes: [],
  params: { size: integer({ label: 'Size', help: 'How many it has.', default: 10, min: 0, max: 10_000 }), ...lendingParams },
  scopes: {},
  takes: ['leases'],
  sends: [],
  calls: { least: 0, most: 0 },
  routine: false,
  facts,
  gauges,
  histograms,
  meters: lendingMeters,
  face: { line: '{lent} lent', shows: [] },
  balances: lendingBalances,
  create(site, params): Component {
    const lender = new Lending(site, params, { fact, histogram }, { capacity: () => params.size });
    return {
      lender,
      start() {},
      changed(param) {
        if (param === 'size') lender.capacityChanged();
      },
    };
  },
});
