import { describe, expect, it } from 'vitest';
import { formatAge, formatBytes, formatMs, formatRate, formatRatio } from './format-figures.ts';

describe('figures in words', () => {
  it('have no words for what is not known', () => {
    for (const format of [formatAge, formatBytes, formatMs, formatRate, formatRatio]) {
      expect(format(null)).toBeNull();
    }
  });

  it('call only a whole 100 %', () => {
    expect([1, 0.9999, 0.5, 0].map(formatRatio)).toEqual(['100.0 %', '99.9 %', '50.0 %', '0.0 %']);
  });

  it('write times in their largest units', () => {
    expect([0, 2.24, 14.3, 999].map(formatMs)).toEqual(['0 ms', '2.2 ms', '14 ms', '999 ms']);
    expect([1_200, 12_000, 65_000, 3_700_000, 200_000_000].map((ms) => formatAge(ms))).toEqual([
      '1.2 s',
      '12 s',
      '1 min 5 s',
      '1 h 1 min',
      '2 d 7 h',
    ]);
  });

  it('write memory in powers of 1024', () => {
    expect([0, 900, 2_048, 381_620_224].map(formatBytes)).toEqual(['0 B', '900 B', '2.0 KiB', '363.9 MiB']);
  });
});
