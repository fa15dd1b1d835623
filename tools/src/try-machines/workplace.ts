import { chmod, chown, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from '../stack/ports.ts';
import { runToEnd } from '../stack/process.ts';
import { REPOSITORY } from '../stack/repository.ts';
import { runEach } from '../stack/run-each.ts';
import { machineNode, makeBarePath } from './bare-path.ts';
import type { Case } from './cases.ts';
import { fetchNode } from './fetch-node.ts';
import { endProcessesOf } from './leftovers.ts';
import { makeOrdinaryUser, type Person } from './ordinary-user.ts';
import { removeSystemData } from './system-data.ts';

/** What of the environment is about the machine's network and not about a person's comfort. */
const KEPT = ['CI', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

/** A clone in a folder of its own, and how programs are run there. */
export type Workplace = {
  /** Holds the clone, HOME and PATH; its path is in the environment of all that runs there. */
  folder: string;
  clone: string;
  env: Record<string, string>;
  person: Person | undefined;
  ports: { web: number; api: number; metrics: number };
  remove: () => Promise<void>;
};

async function makeFolder(wanted: Case): Promise<{ outer: string; folder: string }> {
  const parent = await realpath(wanted.belowRoot ? os.homedir() : os.tmpdir());
  const outer = await mkdtemp(path.join(parent, 'holdfast-try-'));
  await chmod(outer, wanted.belowRoot ? 0o700 : 0o755);
  const folder = path.join(outer, wanted.folder ?? 'machine');
  await mkdir(folder);
  return { outer, folder };
}

async function cloneInto(folder: string, clone: string): Promise<void> {
  await runToEnd({
    file: 'git',
    args: ['clone', '--quiet', '--no-hardlinks', REPOSITORY, clone],
    cwd: folder,
    env: process.env,
  });
}

async function give(person: Person, folders: string[]): Promise<void> {
  for (const folder of folders) {
    await chown(folder, person.uid, person.gid);
    const args = ['-R', `${person.uid}:${person.gid}`, folder];
    await runToEnd({ file: 'chown', args, cwd: '/', env: process.env });
  }
}

/** A fresh clone of what is committed, below a folder of the case's kind, with an empty HOME and a bare PATH. */
export async function makeWorkplace(wanted: Case): Promise<Workplace> {
  const { outer, folder } = await makeFolder(wanted);
  const clone = path.join(folder, 'holdfast');
  const needsUser = wanted.asUser && process.getuid?.() === 0;
  let user: Awaited<ReturnType<typeof makeOrdinaryUser>> | undefined;
  const remove = () =>
    runEach([
      () => endProcessesOf(folder),
      () => user?.remove(),
      () => removeSystemData(clone),
      () => rm(outer, { recursive: true, force: true, maxRetries: 5 }),
    ]);
  try {
    if (needsUser) user = await makeOrdinaryUser();
    const home = path.join(folder, 'home');
    await mkdir(home);
    await cloneInto(folder, clone);
    const node = wanted.node ? await fetchNode(wanted.node) : await machineNode();
    const bin = path.join(folder, 'bin');
    await makeBarePath(bin, { node, lacks: wanted.lacks ?? [] });
    if (user) await give(user.person, [clone, home]);
    const ports = { web: await findFreePort(), api: await findFreePort(), metrics: await findFreePort() };
    const kept = KEPT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
    const env = {
      ...Object.fromEntries(kept),
      PATH: bin,
      HOME: home,
      LANG: 'C.UTF-8',
      TERM: 'dumb',
      WEB_PORT: String(ports.web),
      API_PORT: String(ports.api),
      METRICS_PORT: String(ports.metrics),
    };
    return { folder, clone, env, person: user?.person, ports, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
