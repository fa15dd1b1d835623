/** How lines are told apart: by ink and dashes, as colour is for what is wrong. */
const STROKES = [
  { role: 'ink', dash: [] },
  { role: 'inkSoft', dash: [5, 3] },
  { role: 'inkSoft', dash: [1.5, 2.5] },
  { role: 'ink', dash: [8, 2, 1.5, 2] },
] as const;

export function strokeOf(line: number): (typeof STROKES)[number] {
  return STROKES[line % STROKES.length] ?? STROKES[0];
}
