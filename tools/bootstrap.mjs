// Gets everything that Holdfast needs, then runs a command: node tools/bootstrap.mjs COMMAND (see COMMANDS below)
// Has no dependencies and runs on any Node from 20 on; the command itself runs on the Node that pnpm-lock.yaml pins.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lookAtMachine, printFinding } from './look-at-machine.mjs';

const REPOSITORY = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PNPM_HOME = path.join(REPOSITORY, '.cache/pnpm');
const NODE = path.join(REPOSITORY, 'node_modules/node/bin/node');
const INSTALL_STAMP = path.join(REPOSITORY, 'node_modules/.holdfast-install');
const OLDEST_NODE = 20;
const STEPS = 3;
/** Run from their sources; what they import of the others is built without them. */
const NOT_BUILT = ['e2e', 'bench'];
/** One Ctrl-C reaches us from the terminal and once more from npm. */
const SAME_SIGNAL_MS = 1_000;
const UNSEEN_MS = 1_500;

const env = {
  ...process.env,
  PATH: [
    path.join(PNPM_HOME, 'node_modules/.bin'),
    path.join(REPOSITORY, 'node_modules/.bin'),
    process.env.PATH,
  ].join(path.delimiter),
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
};

class Failure extends Error {}

/** The running child; signals go to it. */
let child;
let lastSignalAt = Number.NEGATIVE_INFINITY;

function forwardSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (performance.now() - lastSignalAt < SAME_SIGNAL_MS) return;
      lastSignalAt = performance.now();
      child?.kill(signal);
    });
  }
}

/**
 * Runs a program to its end in a session of its own, so that a signal reaches it through us and once.
 * Gives its exit code as a shell would (128 + n when signal n ended it) and what it printed, if that was kept.
 */
function run(file, args, stdio) {
  return new Promise((resolve, reject) => {
    let output = '';
    child = spawn(file, args, { cwd: REPOSITORY, env, stdio, detached: true });
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      child = undefined;
      resolve({ code: code ?? 128 + os.constants.signals[signal], output });
    });
  });
}

const ADVICE = [
  [
    /ENOSPC|no space left/i,
    'The disk is full: free some space (about 2 GB are needed), then type the same again.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network|dns error|error sending request/i,
    'The npm registry cannot be reached: check the connection (or the proxy and registry in your npm settings), then type the same again.',
  ],
  [
    /EACCES|EPERM|permission denied/i,
    `Files here belong to someone else: make ${REPOSITORY} yours, then type the same again.`,
  ],
  [
    /OUTDATED_LOCKFILE|frozen-lockfile/i,
    'pnpm-lock.yaml does not match the package.json files. Type: npx pnpm@12 install',
  ],
];

function explain(what, output) {
  const advice = ADVICE.find(([pattern]) => pattern.test(output))?.[1] ?? '';
  return `${output.trimEnd().split('\n').slice(-30).join('\n')}\n\n${what} failed. ${advice}`.trimEnd();
}

/** Runs one step. What takes no time is not worth a line. */
async function step(number, what, [file, ...args]) {
  const begun = performance.now();
  const announce = () => process.stdout.write(`${number}/${STEPS} ${what} ... `);
  const announcing = setTimeout(announce, UNSEEN_MS);
  const { code, output } = await run(file, args, ['ignore', 'pipe', 'pipe']).catch((error) => {
    if (error.code === 'ENOENT') return { code: 127, output: `There is no ${file} on PATH.` };
    throw error;
  });
  clearTimeout(announcing);
  const ms = performance.now() - begun;
  if (ms >= UNSEEN_MS) process.stdout.write(code === 0 ? `${(ms / 1000).toFixed(0)} s\n` : 'failed\n');
  if (lastSignalAt > begun) process.exit(130);
  if (code === 127 && file === 'npm') {
    throw new Failure('There is no npm on PATH. It comes with Node: install Node 24 from https://nodejs.org');
  }
  if (code !== 0) throw new Failure(explain(what, output));
}

function readJson(file) {
  return JSON.parse(readFileSync(path.join(REPOSITORY, file), 'utf8'));
}

async function getPnpm() {
  const wanted = readJson('package.json').packageManager;
  const here = await run(
    path.join(PNPM_HOME, 'node_modules/.bin/pnpm'),
    ['--version'],
    ['ignore', 'pipe', 'pipe'],
  ).catch(() => undefined);
  if (`pnpm@${here?.output.trim()}` === wanted) return;
  mkdirSync(PNPM_HOME, { recursive: true });
  await step(1, wanted, [
    'npm',
    'install',
    '--prefix',
    PNPM_HOME,
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    wanted,
  ]);
}

function manifests() {
  const folders = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(path.join(REPOSITORY, parent)).map((name) => path.join(parent, name)),
  );
  const files = ['.', 'tools', 'e2e', 'bench', ...folders].map((folder) => path.join(folder, 'package.json'));
  return files.filter((file) => existsSync(path.join(REPOSITORY, file)));
}

function installFingerprint() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests()]) {
    hash.update(file).update(readFileSync(path.join(REPOSITORY, file)));
  }
  return hash.digest('hex');
}

async function installPackages() {
  const fingerprint = installFingerprint();
  const isDone =
    existsSync(NODE) && existsSync(INSTALL_STAMP) && readFileSync(INSTALL_STAMP, 'utf8') === fingerprint;
  if (isDone) return;
  await step(2, 'packages and Node 24', [
    'pnpm',
    'install',
    '--frozen-lockfile',
    '--config.confirm-modules-purge=false',
  ]);
  writeFileSync(INSTALL_STAMP, fingerprint);
}

/** A build of the web app would take the files from under the one that runs. */
const NOT_BUILT_FOR = { restart: ['web'] };

async function build(command) {
  const names = [...NOT_BUILT, ...(NOT_BUILT_FOR[command] ?? [])];
  const skipped = names.map((name) => `--filter=!@holdfast/${name}`);
  await step(3, 'build', ['turbo', 'run', 'build', ...skipped, '--output-logs=errors-only']);
}

async function runTests(filters) {
  if (filters.length === 0) {
    const { code } = await run('pnpm', ['check'], 'inherit');
    if (code !== 0) return code;
  }
  return (await run('vitest', ['run', ...filters], 'inherit')).code;
}

/** Runs one of our programs on the Node that the lockfile pins. The channel tells the stack when we are gone, so that it never outlives us. */
async function runProgram(file, args) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  return (await run(NODE, [file, ...args], stdio)).code;
}

/** What src/doctor.ts tells by its exit code. */
const VERDICTS = {
  0: 'will work',
  1: 'will not work before each fault is mended',
  2: 'will work once the Holdfast that runs here already has ended',
};

/** Packages, and what can be told with them only; gives the number of a verdict. */
async function examineWithPackages() {
  try {
    await getPnpm();
    await installPackages();
    const verdict = await runProgram('tools/src/doctor.ts', []);
    const browser = await run(NODE, ['e2e/src/tell-browser.ts'], ['ignore', 'pipe', 'inherit']);
    if (browser.code === 0) printFinding(JSON.parse(browser.output));
    return verdict;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    printFinding({ state: 'fault', thing: 'packages', words: 'could not be fetched:' });
    console.log(`\n${error.message}`);
    return 1;
  }
}

/** Says what it finds as far as it can, on a broken machine too; gives 1 when `npm start` would not work. */
async function examine() {
  console.log('\nWhat Holdfast finds here\n');
  const findings = lookAtMachine({ repository: REPOSITORY, node: NODE, oldestNode: OLDEST_NODE });
  findings.forEach(printFinding);
  const faults = findings.filter(({ state }) => state === 'fault').map(({ thing }) => thing);
  // A Node that is too old may not fetch what the rest needs.
  const found = faults.includes('Node') ? 1 : await examineWithPackages();
  const verdict = faults.length > 0 ? 1 : found;
  console.log(`\nnpm start ${VERDICTS[verdict] ?? VERDICTS[1]}.\n`);
  return verdict === 0 || verdict === 2 ? 0 : 1;
}

const COMMANDS = {
  start: (args) => runProgram('tools/src/start.ts', args),
  dev: (args) => runProgram('tools/src/start.ts', ['--reload', ...args]),
  restart: (args) => runProgram('tools/src/restart.ts', args),
  reset: (args) => runProgram('tools/src/reset.ts', args),
  test: runTests,
  'catalog:import': (args) => runProgram('tools/src/catalog-import.ts', args),
  'catalog:generate': (args) => runProgram('tools/src/catalog-generate.ts', args),
  'listing:rebuild': (args) => runProgram('tools/src/listing-rebuild.ts', args),
  rehearse: (args) => runProgram('tools/src/rehearse.ts', args),
  'bench:orders': (args) => runProgram('bench/src/orders.ts', args),
  'bench:reads': (args) => runProgram('bench/src/reads.ts', args),
  'bench:search': (args) => runProgram('bench/src/search.ts', args),
  'bench:growth': (args) => runProgram('bench/src/growth.ts', args),
  'bench:restart': (args) => runProgram('bench/src/restart.ts', args),
  'bench:nginx': (args) => runProgram('tools/src/nginx/bench.ts', args),
  'bench:lighthouse': (args) => runProgram('bench/src/lighthouse.ts', args),
  'draw:states': (args) => runProgram('tools/src/draw-states.ts', args),
  doctor: examine,
  'try:machines': (args) => runProgram('tools/src/try-machines.ts', args),
  images: (args) => runProgram('tools/src/images.ts', args),
};

async function prepare(name) {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    throw new Failure(
      `Node ${process.versions.node} is too old: install Node 24 (at least ${OLDEST_NODE}) from https://nodejs.org`,
    );
  }
  await getPnpm();
  await installPackages();
  await build(name);
}

async function main([name, ...args]) {
  const command = COMMANDS[name];
  if (!command)
    throw new Failure(
      `Type one of: ${Object.keys(COMMANDS)
        .map((known) => `npm run ${known}`)
        .join(', ')}`,
    );
  forwardSignals();
  if (command !== examine) await prepare(name);
  return command(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
