import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A server that was started for the bench. */
export type Served = { port: number; pid: number; stop(): Promise<void> };

/** A child that would go on without us. It is told to end when its work is done, and when ours is in whatever way. */
export function endsWithUs(child: ChildProcess): () => Promise<void> {
  const end = () => child.kill();
  process.once('exit', end);
  return async () => {
    process.off('exit', end);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  };
}
