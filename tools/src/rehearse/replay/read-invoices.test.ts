import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInvoices } from './read-invoices.ts';
import { HEADER } from './testing.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'invoices-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(...rows: string[]) {
  const file = path.join(folder, 'invoices.csv');
  await writeFile(file, [HEADER, ...rows, ''].join('\r\n'));
  return readInvoices(file);
}

describe('a file of invoices', () => {
  it('is read with commas and quotes in its cells, and what it does not say is missing', async () => {
    const { invoices } = await read(
      '700001,80001A,"LAMP, ""BRASS"" 12""",6,05-31-2031 08:26,2.55,501,United Kingdom',
      '700001,80001A,,2,05-31-2031 08:26,0,501,United Kingdom',
      '700002,POST,POSTAGE,1,6/1/2031 9:05,0.125,,',
    );
    expect(invoices).toEqual([
      {
        number: '700001',
        at: Date.UTC(2031, 4, 31, 8, 26),
        customer: '501',
        country: 'United Kingdom',
        lines: [
          { row: 2, stockCode: '80001A', title: 'LAMP, "BRASS" 12"', quantity: 6, price: 2_550_000 },
          { row: 3, stockCode: '80001A', title: '80001A', quantity: 2, price: 0 },
        ],
      },
      {
        number: '700002',
        at: Date.UTC(2031, 5, 1, 9, 5),
        customer: undefined,
        country: undefined,
        lines: [{ row: 4, stockCode: 'POST', title: 'POSTAGE', quantity: 1, price: 125_000 }],
      },
    ]);
  });

  it('keeps the lines of an invoice together that stand apart, and has a fingerprint of its content', async () => {
    const rows = ['1,80001,A,1,05-31-2031 08:26,1,,', '2,80001,A,1,05-31-2031 08:27,1,,'];
    const first = await read(...rows, '1,80002,B,-3,05-31-2031 08:28,1,,');
    expect(first.invoices.map(({ number, lines }) => [number, lines.length])).toEqual([
      ['1', 2],
      ['2', 1],
    ]);
    expect((await read(...rows, '1,80002,B,-3,05-31-2031 08:28,1,,')).fingerprint).toBe(first.fingerprint);
    expect((await read(...rows)).fingerprint).not.toBe(first.fingerprint);
  });

  it('is refused with every row that cannot be read', async () => {
    const broken = read(
      '1,80001,A,1,31-05-2031 08:26,1,,',
      '1,80001,A,one,05-31-2031 08:26,1,,',
      '1,80001,A,1,05-31-2031 08:26,-1.00,,',
      '1,80001,A,1,05-31-2031 08:26,1',
      ',80001,A,1,05-31-2031 08:26,1,,',
    );
    await expect(broken).rejects.toThrow(/row 2: .*no time[^]*row 3: .*no quantity[^]*row 4: .*no price/);
    await expect(broken).rejects.toThrow(/row 5: .*cells[^]*row 6: .*invoice number/);
  });

  it('is refused in words when it is of another layout or missing', async () => {
    const file = path.join(folder, 'other.csv');
    await writeFile(file, 'a,b\n1,2\n');
    await expect(readInvoices(file)).rejects.toThrow(/The header lacks "InvoiceNo"/);
    await expect(readInvoices(path.join(folder, 'nothing.csv'))).rejects.toThrow(/cannot be read: ENOENT/);
  });
});
