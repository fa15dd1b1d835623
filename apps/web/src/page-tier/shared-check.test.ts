import { expect, it } from 'vitest';
import type { Confirmation } from './confirm-reads.ts';
import { SharedCheck } from './shared-check.ts';

it('asks one question at a time, and never gives an answer to a question that was asked before one came', async () => {
  const check = new SharedCheck();
  const asked: PromiseWithResolvers<Confirmation>[] = [];
  const question = () => {
    const one = Promise.withResolvers<Confirmation>();
    asked.push(one);
    return one.promise;
  };
  const first = check.ask(question);
  const later = [check.ask(question), check.ask(question)];
  expect(asked).toHaveLength(1);
  asked[0]?.resolve('same');
  expect(await first).toBe('same');
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.resolve('changed');
  expect(await Promise.all(later)).toEqual(['changed', 'changed']);
  expect(asked).toHaveLength(2);
  void check.ask(question);
  expect(asked).toHaveLength(3);
});
