import { expect, inject, test } from 'vitest';
test('x', () => { expect(inject('stack').adminUrl).toContain('postgres'); console.log(process.execArgv, process.version); });
