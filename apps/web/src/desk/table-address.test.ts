import { describe, expect, test } from 'vitest';
import { addressOf, readChoice, readCursors, readText } from './table-address.ts';

describe('the address of a list', () => {
  test('leaves out what is not chosen and repeats what has many values', () => {
    expect(addressOf('/goods', { q: '', status: 'active', cursor: ['a=', 'b'] })).toBe(
      '/goods?status=active&cursor=a%3D&cursor=b',
    );
    expect(addressOf('/goods', { q: undefined, cursor: [] })).toBe('/goods');
  });

  test('an untouched field of a form is no filter', () => {
    expect(readText({ q: '  ' }, 'q')).toBeUndefined();
    expect(readText({ q: [' rope ', 'x'] }, 'q')).toBe('rope');
  });

  test('a choice that nobody offers is no filter', () => {
    expect(readChoice({ stock: 'none' }, 'stock', ['low', 'out'])).toBeUndefined();
    expect(readChoice({ stock: 'out' }, 'stock', ['low', 'out'])).toBe('out');
  });

  test('one page has been left behind for each cursor', () => {
    expect(readCursors({})).toEqual([]);
    expect(readCursors({ cursor: 'a' })).toEqual(['a']);
    expect(readCursors({ cursor: ['a', 'b'] })).toEqual(['a', 'b']);
  });
});
