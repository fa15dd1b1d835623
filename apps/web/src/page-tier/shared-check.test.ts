import { expect, it } from 'vitest';
import { SharedCheck } from './shared-check.ts';

it('asks one question at a time, and never gives an answer to a question that was asked before one came', async () => {
  const check = new SharedCheck();
  const asked: PromiseWithResolvers<boolean>[] = [];
  const question = () => {
    const one = Promise.withResolvers<boolean>();
    asked.push(one);
    return one.promise;
  };
  const first = check.ask(question);
  const later = [check.ask(question), check.ask(question)];
  expect(asked).toHaveLength(1);
  asked[0]?.resolve(true);
  expect(await first).toBe(true);
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.resolve(false);
  expect(await Promise.all(later)).toEqual([false, false]);
  expect(asked).toHaveLength(2);
  void check.ask(question);
  expect(asked).toHaveLength(3);
});
