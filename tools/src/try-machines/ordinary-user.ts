import { spawnSync } from 'node:child_process';
import { runToEnd } from '../stack/process.ts';

/** Whom a case runs as; undefined for whoever runs us. */
export type Person = { uid: number; gid: number };

function idOf(flag: '-u' | '-g', name: string): number {
  return Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
}

/** Makes a user without any right, for one case; `remove` takes every trace of it away. */
export async function makeOrdinaryUser(): Promise<{ person: Person; remove: () => Promise<void> }> {
  const name = `holdfast-try-${process.pid}`;
  const asRoot = (file: string, args: string[]) => runToEnd({ file, args, cwd: '/', env: process.env });
  await asRoot('useradd', ['--no-create-home', '--user-group', name]);
  const remove = async () => {
    await asRoot('userdel', [name]);
  };
  return { person: { uid: idOf('-u', name), gid: idOf('-g', name) }, remove };
}
