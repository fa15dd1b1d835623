import { stroke } from './planes.ts';
import type { Tone } from './palette.ts';

export type Point = [number, number];

/** A line through points; `steps` pieces of a function of 0 to 1. */
export const along = (at: (share: number) => Point, steps = 120): Point[] =>
  Array.from({ length: steps + 1 }, (_, index) => at(index / steps));

export const polyline = (points: Point[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/** A smooth line through the given points, as Catmull and Rom draw it. */
export function through(...points: Point[]): Point[] {
  const at = (index: number): Point => points[Math.max(0, Math.min(points.length - 1, index))] ?? [0, 0];
  const spans = points.length - 1;
  return along((share) => {
    const span = Math.min(spans - 1, Math.floor(share * spans));
    const t = share * spans - span;
    const [p0, p1, p2, p3] = [at(span - 1), at(span), at(span + 1), at(span + 2)];
    const blend = (axis: 0 | 1): number =>
      0.5 *
      (2 * p1[axis] +
        (p2[axis] - p0[axis]) * t +
        (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t ** 2 +
        (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t ** 3);
    return [blend(0), blend(1)];
  }, spans * 24);
}

/** Points at even distances of each other along the line, with the direction that it has there. */
function paces(points: Point[], pace: number): { at: Point; along: Point }[] {
  const found: { at: Point; along: Point }[] = [];
  let untilNext = pace / 2;
  for (let index = 1; index < points.length; index++) {
    const [[x1, y1], [x2, y2]] = [points[index - 1] ?? [0, 0], points[index] ?? [0, 0]];
    const length = Math.hypot(x2 - x1, y2 - y1);
    const direction: Point = [(x2 - x1) / length, (y2 - y1) / length];
    let walked = untilNext;
    for (; walked <= length; walked += pace) {
      found.push({ at: [x1 + direction[0] * walked, y1 + direction[1] * walked], along: direction });
    }
    untilNext = walked - length;
  }
  return found;
}

type Rope = {
  width: number;
  tone: Tone;
  /** Colour of every fifth strand. */
  fleck?: string;
  /** Two strands cross: a braid; else they are laid. */
  isBraided?: boolean;
};

/** A rope along the line: its round side in the light, and its strands across it. */
export function rope(points: Point[], { width, tone, fleck, isBraided = false }: Rope): string {
  const d = polyline(points);
  const lifted = polyline(points.map(([x, y]) => [x - width * 0.09, y - width * 0.11]));
  const strands = paces(points, width * (isBraided ? 0.42 : 0.5)).map(({ at, along: [dx, dy] }, index) => {
    const isFleck = fleck !== undefined && index % 5 === 0;
    const slant = width * (isBraided ? 0.3 : 0.36);
    const half = width * 0.36;
    const turn = isBraided && index % 2 === 0 ? -1 : 1;
    const from: Point = [at[0] - dy * half * turn - dx * slant, at[1] + dx * half * turn - dy * slant];
    const to: Point = [at[0] + dy * half * turn + dx * slant, at[1] - dx * half * turn + dy * slant];
    return stroke(polyline([from, to]), isFleck ? fleck : tone.shade, width * (isFleck ? 0.2 : 0.09));
  });
  return (
    stroke(d, tone.line, width * 1.08) +
    stroke(d, tone.shade, width) +
    stroke(lifted, tone.base, width * 0.76) +
    strands.join('')
  );
}

/** Turns of line around something, side by side across a strip from one end to the other. */
export function turns(
  from: Point,
  to: Point,
  { count, length, width, tone }: Omit<Rope, 'fleck' | 'isBraided'> & { count: number; length: number },
): string {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const distance = Math.hypot(dx, dy);
  const across: Point = [-dy / distance, dx / distance];
  return Array.from({ length: count }, (_, index) => {
    const share = (index + 0.5) / count;
    const [x, y] = [from[0] + dx * share, from[1] + dy * share];
    const end = (side: number): Point => [
      x + across[0] * side * length * 0.5,
      y + across[1] * side * length * 0.5,
    ];
    return rope([end(-1), end(1)], { width, tone });
  }).join('');
}
