import { createHash } from 'node:crypto';
import { FLOOR, FOG, SHADOW, type Tone } from './palette.ts';

/** All drawings stand in a square of 1000 units, lit from the top left. */
export const SIDE = 1000;

export type View = { x: number; y: number; side: number };

export const fill = (d: string, colour: string, opacity = 1): string =>
  `<path d="${d}" fill="${colour}"${opacity < 1 ? ` opacity="${opacity}"` : ''}/>`;

/** A line of round ends; a dash is as SVG writes it, "8 10". */
export function stroke(d: string, colour: string, pen: number | { width: number; dash: string }): string {
  const { width, dash } = typeof pen === 'number' ? { width: pen, dash: null } : pen;
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${dash === null ? '' : ` stroke-dasharray="${dash}"`}/>`;
}

/** Only what lies inside of the outline. */
export function clipped(outline: string, inner: string): string {
  const id = `c${createHash('sha256').update(outline).digest('hex').slice(0, 10)}`;
  return `<clipPath id="${id}"><path d="${outline}"/></clipPath><g clip-path="url(#${id})">${inner}</g>`;
}

/** A flat body: its outline in the light tone, and the plane of it that lies in the shade. */
export function form(outline: string, { base, shade }: Tone, shadePlane: string): string {
  return fill(outline, base) + clipped(outline, fill(shadePlane, shade));
}

/** The shadow of a thing that lies on the ground seen from above. */
export const cast = (content: string): string =>
  `<g transform="translate(20 26)" opacity="0.12">${content}</g>`;

/** The shadow on the floor under a thing that stands there. */
export const ground = (x: number, y: number, reach: number): string =>
  `<ellipse cx="${x + reach * 0.16}" cy="${y}" rx="${reach}" ry="${reach * 0.11}" fill="${SHADOW}" opacity="0.13"/>`;

export const shadowOf = (...outlines: string[]): string =>
  cast(outlines.map((outline) => fill(outline, SHADOW)).join(''));

export const turned = (degrees: number, inner: string, [x, y]: [number, number] = [500, 500]): string =>
  `<g transform="rotate(${degrees} ${x} ${y})">${inner}</g>`;

export const placed = ([x, y]: [number, number], scale: number, inner: string): string =>
  `<g transform="translate(${x} ${y}) scale(${scale})">${inner}</g>`;

export const disc = (x: number, y: number, radius: number): string => ellipse([x, y], [radius, radius]);

export const ellipse = ([x, y]: [number, number], [rx, ry]: [number, number]): string =>
  `M${x - rx} ${y}A${rx} ${ry} 0 1 1 ${x + rx} ${y}A${rx} ${ry} 0 1 1 ${x - rx} ${y}Z`;

export function box([x, y, width, height]: [number, number, number, number], radius = 0): string {
  const [r, right, bottom] = [radius, x + width, y + height];
  return `M${x + r} ${y}H${right - r}Q${right} ${y} ${right} ${y + r}V${bottom - r}Q${right} ${bottom} ${right - r} ${bottom}H${x + r}Q${x} ${bottom} ${x} ${bottom - r}V${y + r}Q${x} ${y} ${x + r} ${y}Z`;
}

type Segment = { command: string; points: [number, number][] };

function parse(d: string): Segment[] {
  return [...d.matchAll(/([MLCQ])([^MLCQ]*)/g)].map(([, command = '', numbers = '']) => {
    const values = (numbers.match(/-?[\d.]+/g) ?? []).map(Number);
    const points = values.flatMap((x, index) =>
      index % 2 === 0 ? [[x, values[index + 1] ?? 0] as [number, number]] : [],
    );
    return { command, points };
  });
}

/** The right half of an outline, from its top to its bottom, closed by its mirror image about x = 500. */
export function symmetric(rightHalf: string): string {
  const segments = parse(rightHalf);
  const points = segments.flatMap((segment) => segment.points);
  const mirrored = points.toReversed().map(([x, y]) => `${SIDE - x} ${y}`);
  let next = 1;
  const back = segments
    .slice(1)
    .toReversed()
    .map(({ command, points: { length } }) => {
      const part = mirrored.slice(next, next + length).join(' ');
      next += length;
      return `${command}${part}`;
    });
  return `${rightHalf} L${mirrored[0]} ${back.join(' ')}Z`;
}

/** The mirror image of a path of absolute M, L, C and Q about x = 500. */
export const mirrored = (d: string): string =>
  parse(d)
    .map(({ command, points }) => `${command}${points.map(([x, y]) => `${SIDE - x} ${y}`).join(' ')}`)
    .join(' ') + (d.trim().endsWith('Z') ? 'Z' : '');

/** What lies is seen from above on plain fog; what stands has a floor. */
export type Scene = { content: string; floor?: number };

export function draw({ content, floor }: Scene, { x, y, side }: View = { x: 0, y: 0, side: SIDE }): string {
  const plane = floor === undefined ? '' : `<path d="M0 ${floor}H${SIDE}V${SIDE}H0Z" fill="${FLOOR}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${side} ${side}" width="1280" height="1280"><rect width="${SIDE}" height="${SIDE}" fill="${FOG}"/>${plane}${content}</svg>`;
}
