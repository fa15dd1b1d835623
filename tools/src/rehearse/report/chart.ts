import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { drawTable } from './blocks.ts';
import { clock } from './figures.ts';
import type { Frame } from './frame.ts';
import { type Html, html } from './html.ts';

/** One line or area of a chart: a value a column, null where nothing was measured. */
export type Series = {
  name: string;
  /** Names its colour and its stroke in page.css: no two of a chart differ by their colour alone. */
  look: string;
  values: (number | null)[];
};

export type Chart = {
  title: string;
  /** What a reader must know to read it right. */
  note: string;
  /** Areas stand on one another, the first one lowest; lines are on a scale whose steps are times ten. */
  kind: 'areas' | 'lines';
  series: Series[];
  write: (value: number) => string;
};

/** Of the drawing. Its width is stretched to the page's, its height is that of the page. */
const WIDTH = 1_000;
const HEIGHT = 180;

type Scale = { y: (value: number) => number; ticks: number[] };

/** A chart, and the same as a table for whoever does not see it. */
export function drawChart(chart: Chart, frame: Frame): Html {
  const scale = chart.kind === 'areas' ? linearScale(chart.series) : logScale(chart.series);
  const shapes = chart.kind === 'areas' ? drawAreas(chart, frame, scale) : drawLines(chart, frame, scale);
  return html`<figure class="chart" data-chart>
<figcaption><h3>${chart.title}</h3><p>${chart.note}</p></figcaption>
<ul class="legend">${chart.series.map(drawKey)}</ul>
<p class="readout" aria-hidden="true">${tellHighest(chart, frame)}</p>
<div class="plot" style="block-size:${HEIGHT}px">
${frame.drawPhases()}
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${chart.title}. ${tellHighest(chart, frame)}">
${scale.ticks.map((tick) => html`<path class="grid" d="M0,${scale.y(tick)}H${WIDTH}"/>`)}
${shapes}
${drawHits(frame, { height: HEIGHT, say: (column) => `${frame.moment(column)}: ${valuesAt(chart, column)}` })}
</svg>
<div class="scale" aria-hidden="true">${scale.ticks.map(
    (tick) => html`<span style="inset-block-start:${scale.y(tick).toFixed(1)}px">${chart.write(tick)}</span>`,
  )}</div>
${frame.drawFaults()}
${frame.drawAxis()}
</div>
${drawValues(chart, frame)}
</figure>`;
}

type Hits = { height: number; say: (column: number) => string };

/** Columns that cannot be seen and say what was measured in them, to a mouse that rests on one. */
export function drawHits(frame: Frame, { height, say }: Hits): Html {
  const width = WIDTH / frame.columns;
  const shape = `h${width.toFixed(2)}v${height}h-${width.toFixed(2)}z`;
  return html`<g class="hits">${columnsOf(frame).map(
    (column) =>
      html`<path d="M${(column * width).toFixed(2)},0${shape}"><title>${say(column)}</title></path>`,
  )}</g>`;
}

function linearScale(series: Series[]): Scale {
  const sums = series[0]?.values.map((_, column) => sumAt(series, column)) ?? [];
  const scale = scaleLinear([0, Math.max(1, ...sums)], [HEIGHT, 0]).nice(4);
  return { y: scale, ticks: scale.ticks(4) };
}

function logScale(series: Series[]): Scale {
  const measured = series.flatMap((each) => each.values).filter((value) => value !== null);
  const values = measured.length > 0 ? measured : [1];
  const lowest = Math.floor(Math.log10(Math.max(1, Math.min(...values))));
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(1, ...values))));
  const scale = scaleLog([10 ** lowest, 10 ** highest], [HEIGHT, 0]);
  const ticks = Array.from({ length: highest - lowest + 1 }, (_, step) => 10 ** (lowest + step));
  return { y: (value) => scale(Math.max(10 ** lowest, value)), ticks };
}

function drawLines({ series }: Chart, frame: Frame, { y }: Scale): Html[] {
  const draw = line<number | null>()
    .defined((value) => value !== null)
    .x((_, column) => middle(frame, column))
    .y((value) => y(value ?? 0))
    .digits(1);
  return series.map(({ look, values }) => html`<path class="line ${look}" d="${draw(values) ?? ''}"/>`);
}

function drawAreas({ series }: Chart, frame: Frame, { y }: Scale): Html[] {
  return series.map(({ look, values }, index) => {
    const below = (column: number) => sumAt(series.slice(0, index), column);
    const draw = area<number | null>()
      .x((_, column) => middle(frame, column))
      .y0((_, column) => y(below(column)))
      .y1((value, column) => y(below(column) + (value ?? 0)))
      .digits(1);
    return html`<path class="area ${look}" d="${draw(values) ?? ''}"/>`;
  });
}

function sumAt(series: Series[], column: number): number {
  return series.reduce((sum, { values }) => sum + (values[column] ?? 0), 0);
}

function middle(frame: Frame, column: number): number {
  return ((column + 0.5) * WIDTH) / frame.columns;
}

function drawKey({ name, look }: Series): Html {
  return html`<li><svg class="key" viewBox="0 0 28 10" aria-hidden="true"><path class="area ${look}" d="M0,0H28V10H0Z"/><path class="line ${look}" d="M1,5H27"/></svg>${name}</li>`;
}

function valuesAt({ series, write }: Chart, column: number): string {
  return series.map(({ name, values }) => `${name} ${written(values[column], write)}`).join(' · ');
}

function written(value: number | null | undefined, write: (value: number) => string): string {
  return value === null || value === undefined ? '–' : write(value);
}

/** The last series of lines is the slowest, the areas are read as one. */
function tellHighest({ kind, series, write }: Chart, frame: Frame): string {
  const told = kind === 'areas' ? series : series.slice(-1);
  const sums = columnsOf(frame).map((column) => sumAt(told, column));
  const most = Math.max(...sums);
  const name = kind === 'areas' ? '' : ` of ${told[0]?.name ?? ''}`;
  return `Highest${name}: ${write(most)} at ${clock(sums.indexOf(most) * frame.columnSeconds)}`;
}

function drawValues({ title, series, write }: Chart, frame: Frame): Html {
  return html`<details><summary>As a table</summary>${drawTable({
    label: `${title}, as a table`,
    heads: [{ text: 'from' }, ...series.map(({ name }) => ({ number: name }))],
    rows: columnsOf(frame).map((column) =>
      [frame.moment(column)].concat(series.map(({ values }) => written(values[column], write))),
    ),
  })}</details>`;
}

function columnsOf(frame: Frame): number[] {
  return Array.from({ length: frame.columns }, (_, column) => column);
}
