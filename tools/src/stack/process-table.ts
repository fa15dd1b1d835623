import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What another process is, asked from the system: /proc on Linux, ps elsewhere. */

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readOrEmpty(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

/** Moment of a process's start, in the system's own words: tells a process from a later one with its pid. */
export async function startMoment(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readOrEmpty(`/proc/${pid}/stat`);
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return afterName[0] === 'Z' ? undefined : afterName[19];
  }
  const { stdout } = await ps(pid, 'lstart=');
  return stdout.trim() || undefined;
}

function ps(pid: number, format: string): Promise<{ stdout: string }> {
  return promisify(execFile)('ps', ['-wwE', '-p', String(pid), '-o', format]).catch(() => ({ stdout: '' }));
}

/** The command line of a process, for a person to read; empty when there is no such process. */
export async function commandLine(pid: number): Promise<string> {
  if (process.platform !== 'linux') return (await ps(pid, 'command=')).stdout.trim();
  return (await readOrEmpty(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ').trim();
}

/** ps joins words by spaces, and a word may hold spaces itself. */
function hasWord(line: string, word: string): boolean {
  return ` ${line} `.includes(` ${word} `);
}

/** In the environment of every process of a stack, with its data folder as the value. */
export const STACK_MARK = 'HOLDFAST_STACK';

/** Whether a living process was started by the stack of this data folder. */
export async function isOfStack(pid: number, dataDir: string): Promise<boolean> {
  const mark = `${STACK_MARK}=${dataDir}`;
  if (process.platform !== 'linux') return hasWord(await commandLine(pid), mark);
  return (await readOrEmpty(`/proc/${pid}/environ`)).split('\0').includes(mark);
}

/** Whether a living process works in exactly this folder, as a PostgreSQL server does in its data folder. */
export async function worksIn(pid: number, folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return hasWord(await commandLine(pid), folder);
  return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === folder;
}

/** All processes that we can see (Linux; elsewhere none). */
export async function allPids(): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The processes that a process has started itself and that still run (Linux; elsewhere none). */
export async function childrenOf(pid: number): Promise<number[]> {
  const pids = await allPids();
  const parents = await Promise.all(pids.map(parentOf));
  return pids.filter((_, index) => parents[index] === pid);
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readOrEmpty(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

async function listeningSockets(port: number): Promise<Set<string>> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = `${await readOrEmpty('/proc/net/tcp')}\n${await readOrEmpty('/proc/net/tcp6')}`;
  const rows = tables.split('\n').map((line) => line.trim().split(/\s+/));
  const listening = rows.filter((row) => row[1]?.endsWith(`:${hexPort}`) && row[3] === '0A');
  return new Set(listening.map((row) => `socket:[${row[9]}]`));
}

/** The process that listens on a TCP port, where the system lets us see it (Linux, own processes or root). */
export async function findPortHolder(port: number): Promise<{ pid: number; command: string } | undefined> {
  const sockets = await listeningSockets(port);
  if (sockets.size === 0) return undefined;
  for (const pid of await allPids()) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      if (sockets.has(target)) return { pid, command: await commandLine(pid) };
    }
  }
  return undefined;
}
