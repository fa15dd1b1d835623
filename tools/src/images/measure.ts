import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const BYTES_PER_MB = 1_000_000;

/** What a folder holds: its files and the sum of their sizes in MB. A link is counted as what it is. */
export async function measureFolder(folder: string): Promise<{ files: number; mb: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  const sizes = await Promise.all(
    files.map(async (file) => (await lstat(path.join(file.parentPath, file.name))).size),
  );
  return { files: files.length, mb: sizes.reduce((sum, size) => sum + size, 0) / BYTES_PER_MB };
}

/** Memory that a process holds, in MB (Linux). */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return (Number(kilobytes) * 1_024) / BYTES_PER_MB;
}
