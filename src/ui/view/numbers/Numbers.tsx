import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { addChart } from '../../../scenario/edit/charts.ts';
import { allMetersOf, type NamedMeter } from '../../../scenario/meters.ts';
import { prose } from '../../../scenario/prose.ts';
import { watched } from '../../../scenario/watched.ts';
import { perform } from '../../build/perform.ts';
import { useSeenArms } from '../../challenge/seenArms.ts';
import { armStyle } from '../../chart/armStyles.ts';
import { formatClock, formatQuantity } from '../../quantity.ts';
import { results, useResults } from '../../samples/results.ts';
import { useDocument } from '../../store/document.ts';
import { usePlayhead } from '../../store/playhead.ts';
import { CopyRows } from '../../table/CopyRows.tsx';
import type { Column } from '../../table/columns.ts';
import { VirtualTable } from '../../table/VirtualTable.tsx';
import classes from './Numbers.module.css';

/** Every meter of every arm: over the whole run, and at the playhead. */
export default function Numbers() {
  useResults();
  const scenario = useDocument((state) => state.scenario);
  const now = usePlayhead();
  const [wanted, setWanted] = useState('');
  const meters = useMemo(() => allMetersOf(scenario), [scenario]);
  const charted = useMemo(() => new Set(watched(scenario).map(({ meter }) => meter)), [scenario]);
  const arms = useSeenArms();
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = meters.filter(({ id, label }) =>
    words.every((word) => id.toLowerCase().includes(word) || label.toLowerCase().includes(word)),
  );
  const columns: readonly Column<NamedMeter>[] = [
    {
      title: 'Meter',
      chars: 40,
      words: true,
      names: true,
      text: ({ owner, label }) => `${owner} ${label}`,
      cell: ({ id, owner, label }) => (
        <>
          <span className={classes.component}>{owner}</span>{' '}
          {charted.has(id) ? (
            label
          ) : (
            <button
              type="button"
              className="text-button"
              aria-label={`Chart ${owner} ${label}`}
              onClick={() => perform((document) => addChart(document, id))}
            >
              {label}
            </button>
          )}
        </>
      ),
      hint: ({ id, name, label, component }) => `${id}: ${prose.meters[scenario.components[component]?.kind ?? '']?.[name] ?? label}`,
    },
    ...arms.flatMap(({ index, ...arm }): Column<NamedMeter>[] => [
      {
        title: 'whole run',
        color: armStyle(index).color,
        chars: 12,
        text: ({ id, unit }) => formatQuantity(results.whole(arm.id, id), unit),
      },
      {
        title: 'at the playhead',
        color: armStyle(index).color,
        chars: 12,
        text: ({ id, unit }) => formatQuantity(results.at(arm.id, id, now), unit),
      },
    ]),
  ];
  // for a sheet, numbers without their units
  const asText = () =>
    [
      ['meter', 'unit', ...arms.flatMap(({ title }) => [`${title}: whole run`, `${title}: at ${formatClock(now, true)}`])].join('\t'),
      ...rows.map(({ id, unit }) =>
        [id, unit, ...arms.flatMap((arm) => [results.whole(arm.id, id), results.at(arm.id, id, now)])].join('\t'),
      ),
    ].join('\n');
  return (
    <div className={classes.numbers}>
      <div className={classes.bar}>
        <TextInput
          size="xs"
          w={220}
          placeholder="Find a meter"
          aria-label="Find a meter"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          onKeyDown={(event) => event.stopPropagation()}
        />
        <span>
          {rows.length} of {meters.length} meters. Rates and levels are means, quantiles are of all values of the run together. Press a
          meter to chart it.
        </span>
        <CopyRows text={asText} />
      </div>
      {rows.length === 0 ? (
        <p className={classes.nothing}>No meter is called that.</p>
      ) : (
        <VirtualTable
          label="All meters"
          columns={columns}
          count={rows.length}
          rowAt={(i) => rows[i]}
          head={{
            lines: 2,
            rows: (
              <>
                <tr aria-rowindex={1}>
                  <th scope="col" data-words>
                    Meter
                  </th>
                  {arms.map(({ id, title }, index) => (
                    <th key={id} scope="colgroup" colSpan={2} style={{ color: armStyle(index).color }}>
                      {title}
                    </th>
                  ))}
                </tr>
                <tr aria-rowindex={2}>
                  <td />
                  {arms.map(({ id }) => [<td key={`${id} whole`}>whole run</td>, <td key={`${id} now`}>at {formatClock(now, true)}</td>])}
                </tr>
              </>
            ),
          }}
        />
      )}
    </div>
  );
}
