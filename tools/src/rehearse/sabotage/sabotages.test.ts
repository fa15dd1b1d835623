import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../../stack/repository.ts';
import { applyChange } from './apply.ts';
import { SABOTAGES } from './sabotages.ts';

const read = (file: string) => readFileSync(path.join(REPOSITORY, file), 'utf8');

test.each(SABOTAGES)('$name fits the code of today, and what comes of it can be read', ({ changes }) => {
  for (const [file, ofFile] of Map.groupBy(changes, (change) => change.file)) {
    const sabotaged = ofFile.reduce(applyChange, read(file));
    expect(sabotaged).not.toBe(read(file));
    expect(() => stripTypeScriptTypes(sabotaged)).not.toThrow();
  }
});

test('what is found twice, or not at all, is no place for a sabotage', () => {
  const change = { file: 'a.ts', find: 'one', replace: 'two' };
  expect(applyChange('one', change)).toBe('two');
  expect(() => applyChange('one one', change)).toThrow('not exactly one');
  expect(() => applyChange('none such', { ...change, find: 'x' })).toThrow('not exactly one');
});
