import { type Html, html } from './html.ts';

/** A number stands to the right of its column. */
export type Head = { text: string } | { number: string };

export type Table = {
  /** What it shows, for whoever does not see where it stands. */
  label: string;
  heads: Head[];
  /** Cells in the order of the heads; the first names its row. */
  rows: (Html | string)[][];
};

/** A table that scrolls by itself where the page is too narrow, or the table too long. */
export function drawTable({ label, heads, rows }: Table): Html {
  const sides = heads.map((head) => ('number' in head ? 'number' : 'text'));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${heads.map(
    (head, index) =>
      html`<th scope="col" class="${sides[index] ?? ''}">${'number' in head ? head.number : head.text}</th>`,
  )}</tr></thead>
<tbody>${rows.map(
    ([name = '', ...cells]) => html`<tr><th scope="row" class="${sides[0] ?? ''}">${name}</th>${cells.map(
      (cell, index) => html`<td class="${sides[index + 1] ?? ''}">${cell}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>`;
}

/** The few numbers by which a page is known: each with its name and what belongs to it. */
export function drawFigures(figures: { name: string; value: string; more: string }[]): Html {
  return html`<dl class="figures">${figures.map(
    ({ name, value, more }) => html`<div><dt>${name}</dt><dd><b>${value}</b><span>${more}</span></dd></div>`,
  )}</dl>`;
}
