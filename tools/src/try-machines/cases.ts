/** One kind of machine or place in which Holdfast must work. */
export type Case = {
  name: string;
  /** For the list that `--list` prints. */
  what: string;
  /** Below the folder of root, which nobody else may enter; else in one that everybody may. */
  belowRoot?: true;
  asRoot?: true;
  /** As an ordinary user who may install nothing. */
  asUser?: true;
  /** Programs that this machine is to lack, besides those that each one lacks. */
  lacks?: string[];
  /** Name of the folder that everything is in. */
  folder?: string;
  /** The major version of Node that is the machine's own. */
  node?: number;
  /** Servers that run beside Holdfast: on their usual ports, to be left alone, or given to it. */
  servers?: 'usual' | 'given';
};

export const CASES: Case[] = [
  { name: 'root', what: 'root in a folder that everybody may enter', asRoot: true },
  { name: 'below-root', what: "root in a folder below root's own, mode 0700", asRoot: true, belowRoot: true },
  {
    name: 'no-namespaces',
    what: 'root where user namespaces are off: PostgreSQL runs as the user postgres',
    asRoot: true,
    lacks: ['unshare'],
  },
  { name: 'user', what: 'an ordinary user who may install nothing', asUser: true },
  { name: 'odd-path', what: 'a space and letters beyond ASCII in the path', folder: 'Ein Café für alle' },
  { name: 'node-20', what: "Node 20 as the machine's own", node: 20 },
  { name: 'node-22', what: "Node 22 as the machine's own", node: 22 },
  { name: 'node-24', what: "Node 24 as the machine's own", node: 24 },
  {
    name: 'usual-ports',
    what: 'PostgreSQL and Redis run on 5432 and 6379 already, and are left alone',
    servers: 'usual',
  },
  { name: 'given', what: 'DATABASE_URL and REDIS_URL are given: nothing is embedded', servers: 'given' },
];

/** Why a case cannot be tried by whoever asks, here; undefined when it can. */
export function whyNotHere(wanted: Case): string | undefined {
  const isRoot = process.getuid?.() === 0;
  if (process.platform === 'win32') return 'Windows is not supported';
  if (wanted.asRoot && !isRoot) return 'needs root';
  if (wanted.asRoot && process.platform !== 'linux') return 'needs Linux';
  if (wanted.asUser && isRoot && process.platform !== 'linux') return 'needs Linux, or not to be root';
  return undefined;
}
