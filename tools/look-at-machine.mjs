// What can be told of a machine without any package: the first lines of `npm run doctor`. Runs on any Node.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

const GIGABYTE = 1024 ** 3;
const DISK_WANTED = 3 * GIGABYTE;
const MEMORY_WANTED = 3 * GIGABYTE;

/** One line of the doctor's, whoever finds it. */
export function printFinding({ state, thing, words, type }) {
  console.log(`  ${state.padEnd(7)}${thing.padEnd(14)}${words}`);
  if (type) console.log(`${' '.repeat(23)}type: ${type}`);
}

function gigabytes(bytes) {
  return `${(bytes / GIGABYTE).toFixed(1)} GB`;
}

function lookAtNode(oldest) {
  const { node } = process.versions;
  const words = `${node} of this machine starts Holdfast (at least ${oldest} is needed)`;
  if (Number.parseInt(node, 10) >= oldest) return { state: 'ok', thing: 'Node', words };
  const old = `${node} is too old: install Node 24 from https://nodejs.org`;
  return { state: 'fault', thing: 'Node', words: old };
}

function lookAtNpm() {
  const { status, stdout } = spawnSync('npm', ['--version'], { encoding: 'utf8' });
  if (status === 0) return { state: 'ok', thing: 'npm', words: stdout.trim() };
  const words = 'there is none on PATH; it comes with Node: install Node 24 from https://nodejs.org';
  return { state: 'fault', thing: 'npm', words };
}

/** Node and PostgreSQL from npm are built for glibc. */
function lookAtSystem() {
  const name = `${os.type()} ${os.release()}, ${os.arch()}`;
  if (process.platform === 'darwin') return { state: 'ok', thing: 'system', words: name };
  if (process.platform !== 'linux') {
    return { state: 'fault', thing: 'system', words: `${name}: Holdfast runs on Linux and macOS` };
  }
  process.report.excludeNetwork = true;
  const { glibcVersionRuntime: glibc } = process.report.getReport().header;
  if (glibc) return { state: 'ok', thing: 'system', words: `${name}, glibc ${glibc}` };
  const words = `${name}, without glibc: the Node and PostgreSQL of npm do not run here`;
  return { state: 'fault', thing: 'system', words };
}

function lookAtUser() {
  const uid = process.getuid?.();
  const words = uid === 0 ? 'root' : `number ${uid}, an ordinary one: no more is needed`;
  return { state: 'ok', thing: 'user', words };
}

function lookAtMemory() {
  const words = `${gigabytes(os.totalmem())}, of which ${gigabytes(os.freemem())} are free`;
  if (os.totalmem() >= MEMORY_WANTED) return { state: 'ok', thing: 'memory', words };
  return { state: 'note', thing: 'memory', words: `${words}; the build and all parts like 3 GB` };
}

function lookAtFolder(repository) {
  try {
    fs.accessSync(repository, fs.constants.W_OK);
    return { state: 'ok', thing: 'folder', words: `${repository} may be written to` };
  } catch {
    const type = `sudo chown -R "$(id -u)" '${repository}'`;
    return { state: 'fault', thing: 'folder', words: `${repository} may not be written to`, type };
  }
}

function lookAtDisk(repository, hasPackages) {
  if (!fs.statfsSync) return { state: 'note', thing: 'disk', words: 'this Node cannot tell what is free' };
  const { bavail, bsize } = fs.statfsSync(repository);
  const free = bavail * bsize;
  const words = `${gigabytes(free)} free here`;
  if (hasPackages || free >= DISK_WANTED) return { state: 'ok', thing: 'disk', words };
  return { state: 'fault', thing: 'disk', words: `${words}; packages, build and data need 3 GB` };
}

/** `node` is the file of the Node that the packages bring along. */
export function lookAtMachine({ repository, node, oldestNode }) {
  const hasPackages = fs.existsSync(node);
  const packages = hasPackages ? 'installed' : 'not installed yet: fetched now, with a Node 24 of their own';
  return [
    lookAtNode(oldestNode),
    lookAtNpm(),
    lookAtSystem(),
    lookAtUser(),
    lookAtMemory(),
    lookAtDisk(repository, hasPackages),
    lookAtFolder(repository),
    { state: hasPackages ? 'ok' : 'note', thing: 'packages', words: packages },
  ];
}
