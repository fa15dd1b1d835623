import { expect, test } from 'vitest';
import { clockLeft, soonMinutes } from './hold-left.ts';

test('what is left is shown in minutes and seconds', () => {
  expect([900_000, 65_000, 59_001, 0].map(clockLeft)).toEqual(['15:00', '1:05', '1:00', '0:00']);
});

test('only the last five minutes and the last one are said', () => {
  const said = Array.from({ length: 900 }, (_, second) => soonMinutes((900 - second) * 1_000));
  const changes = said.filter((minutes, index) => minutes !== said[index - 1]);
  expect(changes).toEqual([null, 5, 1]);
});
