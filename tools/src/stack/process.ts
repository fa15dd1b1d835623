import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { StackError } from './stack-error.ts';

/** One operating-system process to be: program, arguments, its whole environment and folder. */
export type Command = {
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Another user to run as; the caller must be root. */
  user?: { uid: number; gid: number } | undefined;
  /** A file descriptor of ours that the process finds as its third (`HANDED_ON`). */
  handOn?: number | undefined;
};

export const HANDED_ON = 3;

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type RunningProcess = { pid: number; exited: Promise<Exit> };

let setprivKnowsParentDeath: boolean | undefined;

function canDieWithParent(): boolean {
  setprivKnowsParentDeath ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true'], { stdio: 'ignore' }).status === 0;
  return setprivKnowsParentDeath;
}

/** setpriv replaces itself by the program, so the pid stays that of the program. */
function dyingWithParent(command: Command, signal: NodeJS.Signals): { file: string; args: string[] } {
  if (!canDieWithParent()) return command;
  return {
    file: 'setpriv',
    args: ['--pdeathsig', signal.replace('SIG', ''), command.file, ...command.args],
  };
}

function spawnOptions(command: Command) {
  return {
    cwd: command.cwd,
    env: command.env,
    // A session of its own: Ctrl-C in the terminal reaches us alone, and we stop the parts in order.
    detached: true,
    ...(command.user ? { uid: command.user.uid, gid: command.user.gid } : {}),
  };
}

/**
 * Starts a server; its output is appended to `logFile`. It gets `stopSignal` when we die without
 * having stopped it (Linux). A program that cannot be started exits with code 127.
 */
export function startProcess(
  command: Command,
  { logFile, stopSignal }: { logFile: string; stopSignal: NodeJS.Signals },
): RunningProcess {
  const log = openSync(logFile, 'a', 0o600);
  const { file, args } = dyingWithParent(command, stopSignal);
  const handedOn = command.handOn === undefined ? [] : [command.handOn];
  const child = spawn(file, args, { ...spawnOptions(command), stdio: ['ignore', log, log, ...handedOn] });
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => {
      writeSync(log, `${error.message}\n`);
      resolve({ code: 127, signal: null });
    });
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  void exited.then(() => closeSync(log));
  return { pid: child.pid ?? 0, exited };
}

/** Signals a process, or with a negative pid its group; false when there is none. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  if (pid === 0) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Asks a process to stop by `signal` and kills it (SIGKILL) after `timeoutMs`; resolves when it is gone. */
export async function stopProcess(
  running: RunningProcess,
  { signal, timeoutMs }: { signal: NodeJS.Signals; timeoutMs: number },
): Promise<void> {
  sendSignal(running.pid, signal);
  const timer = setTimeout(() => sendSignal(running.pid, 'SIGKILL'), timeoutMs);
  await running.exited;
  clearTimeout(timer);
}

/**
 * Runs a command to its end and gives its output (stdout and stderr together).
 * @throws StackError with the last lines of the output when the exit code is not 0.
 */
export async function runToEnd(command: Command, input = ''): Promise<string> {
  const { file, args } = dyingWithParent(command, 'SIGTERM');
  const child = spawn(file, args, { ...spawnOptions(command), stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return output;
  const lastLines = output.trimEnd().split('\n').slice(-15).join('\n');
  throw new StackError(`${command.file} ended with ${code ?? 'a signal'}\n${lastLines}`);
}
