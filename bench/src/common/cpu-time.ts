import { readdir, readFile } from 'node:fs/promises';

/** Milliseconds of CPU, by part. */
export type CpuMs = Record<string, number>;

/** The kernel tells times in hundredths of a second to all programs, whatever it counts in itself. */
const TICK_MS = 10;
/** Where /proc/PID/stat has them, counted from what follows the name: proc_pid_stat(5). */
const PARENT = 1;
const FIRST_TIME = 11;
const TIMES = 4;

export type Process = {
  parent: number;
  /** Its own, and of those of its children that have ended. */
  cpuMs: number;
};

/** Reads a /proc/PID/stat. The name in it is anybody's choice, brackets included. */
export function parseStat(stat: string): Process {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(FIRST_TIME, FIRST_TIME + TIMES).map(Number);
  return { parent: Number(fields[PARENT]), cpuMs: ticks.reduce((sum, time) => sum + time, 0) * TICK_MS };
}

/** What a process and all below it have taken. Nothing is lost when one of them ends: its parent inherits it. */
export function sumTree(processes: Map<number, Process>, root: number): number {
  const below = [...processes].filter(([, { parent }]) => parent === root).map(([pid]) => pid);
  const own = processes.get(root)?.cpuMs ?? 0;
  return below.reduce((sum, pid) => sum + sumTree(processes, pid), own);
}

async function readProcesses(): Promise<Map<number, Process>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined)),
  );
  return new Map(
    stats.flatMap((stat, index) => (stat === undefined ? [] : [[Number(pids[index]), parseStat(stat)]])),
  );
}

/** What a process and all below it have taken since they began. */
export async function treeCpuMs(pid: number): Promise<number> {
  return sumTree(await readProcesses(), pid);
}

/** What this process has taken. Its children are not of the load: a shop may be among them. */
export function clientCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The parts of processes.json as the figures tell them: processes of one kind together. */
export function partOf(name: string): string {
  return name.startsWith('redis-') ? 'redis' : name.replace(/-\d+$/, '');
}

/** What each part of the shop, and the load's client, have taken since they began. `pids`: of processes.json. */
async function readCpuMs(pids: Record<string, number>): Promise<CpuMs> {
  const processes = await readProcesses();
  const sums: CpuMs = { 'load client': clientCpuMs() };
  for (const [name, pid] of Object.entries(pids)) {
    const part = partOf(name);
    sums[part] = (sums[part] ?? 0) + sumTree(processes, pid);
  }
  return sums;
}

/** What each part takes while the work lasts. */
export async function cpuDuring<T>(
  pids: Record<string, number>,
  work: () => Promise<T>,
): Promise<{ result: T; cpuMs: CpuMs }> {
  const before = await readCpuMs(pids);
  const result = await work();
  const after = await readCpuMs(pids);
  const spent = Object.entries(after).map(([part, ms]) => [part, ms - (before[part] ?? 0)] as const);
  return { result, cpuMs: Object.fromEntries(spent) };
}
