import { type Chart, drawChart } from './chart.ts';
import { duration, rate } from './figures.ts';
import type { Frame } from './frame.ts';
import { type Html, html } from './html.ts';
import type { Column, Summary } from './summary.ts';

/** What a client saw of the shop, second by second. */
export function drawRunCharts({ timeline }: Summary, frame: Frame): Html {
  const { columns, columnSeconds } = timeline;
  const perSecond = (read: (column: Column) => number) =>
    columns.map((column) => read(column) / columnSeconds);
  const percentile = (read: (column: Column) => number | undefined) =>
    columns.map((column) => read(column) ?? null);
  const charts: Chart[] = [
    {
      title: 'Calls per second',
      note: 'By their answer, when it came. Unknown: the connection broke, the time was over, or the shop said 5xx.',
      kind: 'areas',
      write: rate,
      series: [
        { name: 'unknown', look: 'unknown', values: perSecond(({ calls }) => calls.unknown) },
        { name: 'refused', look: 'refused', values: perSecond(({ calls }) => calls.refused) },
        { name: 'ok', look: 'ok', values: perSecond(({ calls }) => calls.ok) },
      ],
    },
    {
      title: 'Orders per second',
      note: 'Acknowledged for the first time; refused, as when the goods are sold out; without an answer.',
      kind: 'areas',
      write: rate,
      series: [
        { name: 'unknown', look: 'unknown', values: perSecond(({ orders }) => orders.unknown) },
        { name: 'refused', look: 'refused', values: perSecond(({ orders }) => orders.refused) },
        { name: 'acknowledged', look: 'ok', values: perSecond(({ orders }) => orders.placed) },
      ],
    },
    {
      title: 'Latency of all calls',
      note: 'From sent to answered or given up. Each step of the scale is times ten.',
      kind: 'lines',
      write: duration,
      series: [
        { name: 'p50', look: 'p50', values: percentile(({ latency }) => latency?.p50) },
        { name: 'p95', look: 'p95', values: percentile(({ latency }) => latency?.p95) },
        { name: 'p99', look: 'p99', values: percentile(({ latency }) => latency?.p99) },
      ],
    },
    {
      title: 'Latency of orders',
      note: 'Those that were placed, and those that were refused. Each step of the scale is times ten.',
      kind: 'lines',
      write: duration,
      series: [
        { name: 'refused p50', look: 'refused-p50', values: percentile(({ refused }) => refused?.p50) },
        { name: 'refused p99', look: 'refused-p99', values: percentile(({ refused }) => refused?.p99) },
        { name: 'placed p50', look: 'p50', values: percentile(({ placed }) => placed?.p50) },
        { name: 'placed p99', look: 'p99', values: percentile(({ placed }) => placed?.p99) },
      ],
    },
  ];
  return html`${charts.map((chart) => drawChart(chart, frame))}`;
}
