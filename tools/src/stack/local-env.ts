import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';

/** The file that holds addresses and credentials of all parts of a stack. */
export function localEnvFile(dataDir: string): string {
  return path.join(dataDir, 'local.env');
}

/** What earlier starts wrote; empty when there was none. */
export async function readLocalEnv(dataDir: string): Promise<Record<string, string>> {
  const text = await readFile(localEnvFile(dataDir), 'utf8').catch(() => '');
  return parseEnv(text) as Record<string, string>;
}

function line([name, value]: [string, string]): string {
  const isPlain = /^[\w@%+:,./?=-]*$/.test(value);
  return isPlain ? `${name}=${value}\n` : `${name}='${value}'\n`;
}

/** Replaces the file in one step; readable by its owner alone. Shells and `node --env-file` can read it. */
export async function writeLocalEnv(dataDir: string, values: Record<string, string>): Promise<void> {
  const file = localEnvFile(dataDir);
  const next = `${file}.next`;
  await writeFile(next, Object.entries(values).map(line).join(''), { mode: 0o600 });
  await chmod(next, 0o600);
  await rename(next, file);
}
