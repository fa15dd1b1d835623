import { readdir } from 'node:fs/promises';

/** Names of the mails in a shop's folder, NUMBER-EVENT.eml; none when nothing was sent yet. */
export async function readMails(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.eml'));
}
