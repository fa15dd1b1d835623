import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPrisma, type PrismaClient } from './prisma.ts';
import { createStatementNames } from './statement-names.ts';
import { cloneTestDatabase } from './testing.ts';

describe('a statement', () => {
  it('has a name from its third coming on, always the same', () => {
    const nameOf = createStatementNames({ most: 10, mostCounted: 10 });
    expect([nameOf('a'), nameOf('a')]).toEqual(['', '']);
    const name = nameOf('a');
    expect(name).not.toBe('');
    expect(nameOf('a')).toBe(name);
  });

  it('of another text has another name', () => {
    const nameOf = createStatementNames({ most: 10, mostCounted: 10 });
    const name = (sql: string) => [nameOf(sql), nameOf(sql), nameOf(sql)].at(-1);
    expect(name('a')).not.toBe(name('b'));
  });

  it('that comes after the names are used up has none', () => {
    const nameOf = createStatementNames({ most: 1, mostCounted: 10 });
    for (let times = 0; times < 4; times += 1) nameOf('a');
    for (let times = 0; times < 4; times += 1) expect(nameOf('b')).toBe('');
  });

  it('that comes seldom is forgotten, so that made-up ones cannot fill the memory', () => {
    const nameOf = createStatementNames({ most: 10, mostCounted: 2 });
    nameOf('a');
    nameOf('a');
    nameOf('b');
    nameOf('c');
    expect(nameOf('a')).toBe('');
  });
});

describe('a connection', () => {
  let clone: Awaited<ReturnType<typeof cloneTestDatabase>>;
  let prisma: PrismaClient;

  beforeAll(async () => {
    clone = await cloneTestDatabase(inject('stack'));
    prisma = createPrisma(clone.databaseUrl, { poolSize: 1, applicationName: 'test' });
  });
  afterAll(async () => {
    await prisma.$disconnect();
    await clone.drop();
  });

  it('plans a statement that comes again and again once, and gives it each time what was asked', async () => {
    for (let times = 1; times <= 8; times += 1) {
      expect(await prisma.$queryRaw`SELECT ${times}::integer AS "asked"`).toEqual([{ asked: times }]);
    }
    const kept = await prisma.$queryRaw<{ runs: number }[]>`
      SELECT (generic_plans + custom_plans)::integer AS runs FROM pg_prepared_statements WHERE statement LIKE '%"asked"%'`;
    expect(kept).toEqual([{ runs: 6 }]);
  });

  it('keeps its statements through a migration that adds columns', async () => {
    const read = () => prisma.stockLocation.findMany();
    for (let times = 0; times < 8; times += 1) await read();
    await prisma.$executeRaw`ALTER TABLE stock_location ADD COLUMN colour text`;
    expect(await read()).toHaveLength(1);
  });
});
