import { expect, it } from 'vitest';
import { describeContentReads, parseContentReads } from './content-reads.ts';

it("counts each server's reads of all processes, and tells its share of those between two looks", () => {
  const page = (ofFirst: number, ofSecond: number) => `# TYPE database_reads_total counter
database_reads_total{server="primary",instance="api-1"} 4
database_reads_total{server="replica-1",instance="api-1"} ${ofFirst}
database_reads_total{server="primary",instance="api-2"} 7
database_reads_total{server="replica-1",instance="api-2"} ${ofSecond}
database_pool_size{pool="replica-1",instance="api-2"} 10
`;
  const [before, after] = [parseContentReads(page(10, 20)), parseContentReads(page(50, 80))];
  expect(after).toEqual(
    new Map([
      ['primary', 11],
      ['replica-1', 130],
    ]),
  );
  after.set('primary', 36);
  expect(describeContentReads(before, after)).toBe(
    'Content that no cache had was read 125 times: primary 25 (20.0 %), replica-1 100 (80.0 %).',
  );
});
