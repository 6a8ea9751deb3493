import { type Meter, metersWhen } from '../../meter/meter.ts';
import type { Balance } from '../component.ts';

/** How opening a connection ends. */
const OPENING_ENDS = ['connected', 'connectionGivenUp'] as const;

export const doorFacts = ['connectionAsked', 'connectionRefused', 'connectionBegun', ...OPENING_ENDS, 'disconnected'] as const;

export const doorGauges = [
  { name: 'connecting', up: ['connectionBegun'], down: OPENING_ENDS },
  { name: 'connections', up: ['connected'], down: ['disconnected'] },
] as const;

/** Of connections that others keep open. */
export const doorMeters: readonly Meter[] = metersWhen('visited', [
  {
    kind: 'level',
    name: 'connections',
    label: 'Connections',
    unit: 'connections',
    help: 'Connections that others keep open to it.',
    gauges: ['connections'],
  },
  {
    kind: 'level',
    name: 'connecting',
    label: 'Being opened',
    unit: 'connections',
    help: 'Connections that are being opened, or wait to be.',
    gauges: ['connecting'],
  },
  {
    kind: 'rate',
    name: 'connectionsOpened',
    label: 'Opened',
    unit: '1/s',
    help: 'Connections opened.',
    facts: ['connected'],
  },
  {
    kind: 'rate',
    name: 'connectionsRefused',
    label: 'Turned away',
    unit: '1/s',
    help: 'Connections that were not opened: there were as many as there may be, or no replica was up.',
    facts: ['connectionRefused'],
  },
]);

export const doorBalances: readonly Balance[] = [
  { of: 'connections asked for', begun: ['connectionAsked'], ended: ['connectionRefused', 'connectionBegun'], open: [] },
  { of: 'connections being opened', begun: ['connectionBegun'], ended: OPENING_ENDS, open: ['connecting'] },
  { of: 'connections', begun: ['connected'], ended: ['disconnected'], open: ['connections'] },
];
