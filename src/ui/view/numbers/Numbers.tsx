import { Button, CopyButton, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { allMetersOf } from '../../../scenario/meters.ts';
import { prose } from '../../../scenario/prose.ts';
import { armsOf } from '../../../scenario/scenario.ts';
import { armStyle } from '../../chart/armStyles.ts';
import { formatClock, formatQuantity } from '../../quantity.ts';
import { results, useResults } from '../../samples/results.ts';
import { useDocument } from '../../store/document.ts';
import { usePlayhead } from '../../store/playhead.ts';
import classes from './Numbers.module.css';

/** Every meter of every arm: over the whole run, and at the playhead. */
export default function Numbers() {
  useResults();
  const scenario = useDocument((state) => state.scenario);
  const now = usePlayhead();
  const [wanted, setWanted] = useState('');
  const meters = useMemo(() => allMetersOf(scenario), [scenario]);
  const arms = armsOf(scenario);
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = meters.filter(({ id, label }) =>
    words.every((word) => id.toLowerCase().includes(word) || label.toLowerCase().includes(word)),
  );
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
          {rows.length} of {meters.length} meters. Rates and levels are means, quantiles are of all values of the run together.
        </span>
        <CopyButton value={asText()}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
      <section className={classes.scroll} aria-label="All meters" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Meter</th>
              {arms.map(({ id, title }, index) => (
                <th key={id} scope="col" colSpan={2} style={{ color: armStyle(index).color }}>
                  {title}
                </th>
              ))}
            </tr>
            <tr>
              <td />
              {arms.map(({ id }) => [<td key={`${id} whole`}>whole run</td>, <td key={`${id} now`}>at {formatClock(now, true)}</td>])}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, name, label, unit, component, owner }) => (
              <tr key={id}>
                <th scope="row" title={prose.meters[scenario.components[component]?.kind ?? '']?.[name] ?? label}>
                  <span>{owner}</span> {label}
                </th>
                {arms.map((arm) => [
                  <td key={`${arm.id} whole`}>{formatQuantity(results.whole(arm.id, id), unit)}</td>,
                  <td key={`${arm.id} now`}>{formatQuantity(results.at(arm.id, id, now), unit)}</td>,
                ])}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className={classes.nothing}>No meter is called that.</p>}
      </section>
    </div>
  );
}
