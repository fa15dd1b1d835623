import { expect, it } from 'vitest';
import { printVerdict } from './print-verdict.ts';
import { TestWorld } from './testing-world.ts';
import type { Verdict } from './verdict.ts';

const examined: Verdict['examined'] = {
  stock: 12,
  movements: 3,
  acknowledged: 4,
  charges: 5,
  effects: 6,
  answers: 0,
  ends: 7,
  freshness: 8,
};

function print(findings: Verdict['findings']): string[] {
  const lines: string[] = [];
  printVerdict({ examined, findings }, (line) => lines.push(line));
  return lines;
}

it('each promise has a line that says whether it was kept, broken or not tried', () => {
  const { offer } = new TestWorld();
  const lines = print([{ promise: 'stock', what: 'Too much was sold.', evidence: [offer] }]);
  expect(lines).toEqual([
    expect.stringMatching(/^units sold never exceed the stock +12 looked at   BROKEN once$/),
    expect.stringMatching(/^stock movements sum to the levels +3 looked at   kept$/),
    expect.stringMatching(/ 4 looked at   kept$/),
    expect.stringMatching(/ 5 looked at   kept$/),
    expect.stringMatching(/ 6 looked at   kept$/),
    expect.stringMatching(/^the same key gets the same answer +0 looked at   not tried$/),
    expect.stringMatching(/ 7 looked at   kept$/),
    expect.stringMatching(/ 8 looked at   kept$/),
    '',
    'stock: Too much was sold.',
    `    ${JSON.stringify(offer)}`,
  ]);
});

it('of many findings of one promise five are shown, and how many more there are', () => {
  const findings = Array.from({ length: 8 }, (_, index) => ({
    promise: 'ends' as const,
    what: `Order ${index} has no end.`,
    evidence: [],
  }));
  const lines = print(findings);
  expect(lines[6]).toMatch(/BROKEN 8 times$/);
  expect(lines.filter((line) => line.startsWith('ends: '))).toHaveLength(5);
  expect(lines.at(-1)).toBe('and 3 more');
});
