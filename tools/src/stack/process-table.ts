import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
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

/** Whether a living process was started for this data folder: by its environment, its folder or its command line. */
export async function belongsTo(pid: number, dataDir: string): Promise<boolean> {
  if ((await startMoment(pid)) === undefined) return false;
  if ((await commandLine(pid)).includes(`${dataDir}${path.sep}`)) return true;
  if (process.platform !== 'linux') return (await commandLine(pid)).includes(`DATA_DIR=${dataDir}`);
  const environment = (await readOrEmpty(`/proc/${pid}/environ`)).split('\0');
  if (environment.includes(`DATA_DIR=${dataDir}`)) return true;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  return folder === dataDir || folder.startsWith(`${dataDir}${path.sep}`);
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
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      if (sockets.has(target)) return { pid: Number(pid), command: await commandLine(Number(pid)) };
    }
  }
  return undefined;
}
