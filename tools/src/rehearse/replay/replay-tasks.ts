import type { ShopClient } from '../load/shop-client.ts';
import type { Task } from './plan-types.ts';
import type { ReplayClock } from './replay-clock.ts';
import { replayStep, type Stage } from './replay-steps.ts';

/** An invoice that did not become what it should, and what the shop said. */
export type Failure = { invoice: string; why: string };

export type Replay = Stage & {
  tasks: Task[];
  /** Each does one thing after the other, so as many invoices are on their way at once. */
  clients: ShopClient[];
  clock: ReplayClock;
};

/**
 * Has the shop do what each invoice asks for, in the order of the file. A refund waits for its order and for earlier
 * refunds of that order; nothing else waits for anything.
 */
export async function replayTasks({ tasks, clients, clock, ...stage }: Replay): Promise<Failure[]> {
  const failures: Failure[] = [];
  const queue = tasks.values();
  const work = async (client: ShopClient) => {
    // Taken one by one by all: what a task waits for was taken before it, so it comes to its end.
    for (const task of queue) {
      const turn = stage.orders.takeTurn(task);
      try {
        await clock.until(task.at);
        await turn.ready;
        for (const step of task.steps) await replayStep(task, step, { ...stage, client });
      } catch (error) {
        failures.push({ invoice: task.number, why: (error as Error).message });
      } finally {
        turn.end();
      }
    }
  };
  await Promise.all(clients.map(work));
  return failures;
}
