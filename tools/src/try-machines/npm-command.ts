import { spawn } from 'node:child_process';
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { sendSignal } from '../stack/process.ts';
import { processesOf } from './leftovers.ts';
import type { Workplace } from './workplace.ts';

const STOPS_WITHIN_MS = 60_000;
const GONE_WITHIN_MS = 5_000;

/** An npm command in a workplace, as a person runs it in a terminal: a group of its own, which Ctrl-C reaches whole. */
export type NpmCommand = {
  output: () => string;
  /** Its exit code; 128 + n when signal n ended it. */
  ended: Promise<number>;
  /** Resolves as soon as the output holds the text. @throws Error with the output's end when it ends before, or in time. */
  says: (text: string, withinMs: number) => Promise<void>;
  /** Ctrl-C, and the exit code. What does not end is killed. */
  interrupt: () => Promise<number>;
};

/** `npm ...` in the clone, with the workplace's environment and `more`. It is interrupted when `signal` aborts. */
export function runNpm(
  place: Workplace,
  args: string[],
  { more, signal }: { more: Record<string, string>; signal: AbortSignal },
): NpmCommand {
  const child = spawn('npm', args, {
    cwd: place.clone,
    env: { ...place.env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...place.person,
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output += `${error.message}\n`;
      resolve(127);
    });
    child.once('close', (code, killedBy) =>
      resolve(code ?? 128 + os.constants.signals[killedBy ?? 'SIGTERM']),
    );
  });
  const interrupt = async () => {
    const group = -(child.pid ?? 0);
    if (child.exitCode === null && child.signalCode === null) sendSignal(group, 'SIGINT');
    const timer = setTimeout(() => sendSignal(group, 'SIGKILL'), STOPS_WITHIN_MS);
    const code = await ended;
    clearTimeout(timer);
    return code;
  };
  const onAbort = () => void interrupt();
  signal.addEventListener('abort', onAbort);
  // No listener is told of an abort that came before it.
  if (signal.aborted) onAbort();
  void ended.then(() => signal.removeEventListener('abort', onAbort));
  return {
    output: () => output,
    ended,
    says: (text, ms) => says({ ended, output: () => output }, text, ms),
    interrupt,
  };
}

async function says(
  { ended, output }: Pick<NpmCommand, 'ended' | 'output'>,
  text: string,
  withinMs: number,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  let code: number | undefined;
  void ended.then((value) => {
    code = value;
  });
  while (!output().includes(text)) {
    if (code !== undefined) throw new Error(`it ended with ${code} before it said "${text}"`);
    if (performance.now() > deadline) throw new Error(`it did not say "${text}" in ${withinMs / 1000} s`);
    await delay(100);
  }
}

/** @throws Error that names what of the workplace still runs a moment after it should be gone. */
export async function expectNothingLeft({ folder }: Workplace): Promise<void> {
  const deadline = performance.now() + GONE_WITHIN_MS;
  for (;;) {
    const left = await processesOf(folder);
    if (left.length === 0) return;
    if (performance.now() > deadline) {
      throw new Error(`still running: ${left.map(({ pid, command }) => `${pid} ${command}`).join('; ')}`);
    }
    await delay(100);
  }
}
