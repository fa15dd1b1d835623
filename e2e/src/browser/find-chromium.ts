import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright';
import { CACHE, fetchFromNpm, isFetched } from './npm-chromium.ts';
import { type Chromium, whyNotStarting } from './start-chromium.ts';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** One place to get a browser from: by what name a person knows it, and how it is had. */
type Source = { name: string; get: () => Promise<Chromium> };

/** The browsers that are here before anything is fetched. */
async function presentSources(cache: string): Promise<Source[]> {
  const file = (name: string, executablePath: string): Source => ({
    name,
    get: async () => ({ executablePath, env: {} }),
  });
  const { CHROMIUM_PATH } = process.env;
  // Who names one wants that one or none.
  if (CHROMIUM_PATH) return [file('CHROMIUM_PATH', CHROMIUM_PATH)];
  const downloaded = chromium.executablePath();
  return [
    ...(existsSync(downloaded) ? [file("Playwright's own", downloaded)] : []),
    ...(await filesOnPath()).map((found) => file(found, found)),
    ...(isFetched(cache) ? [npmSource(cache)] : []),
  ];
}

async function filesOnPath(): Promise<string[]> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const files = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const found: string[] = [];
  for (const file of files) {
    await access(file, constants.X_OK).then(
      () => found.push(file),
      () => {},
    );
  }
  return found;
}

function npmSource(cache: string): Source {
  return { name: 'the one of npm', get: () => fetchFromNpm(cache) };
}

/** Changes the system, so it comes last, and for root alone. */
const DEBIAN: Source = {
  name: "Debian's",
  get: async () => {
    await run('apt-get', ['update']);
    await run('apt-get', ['install', '-y', 'chromium'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return { executablePath: '/usr/bin/chromium', env: {} };
  },
};

function furtherSources(cache: string): Source[] {
  if (process.env.CHROMIUM_PATH) return [];
  const npm = isFetched(cache) ? [] : [npmSource(cache)];
  return process.getuid?.() === 0 ? [...npm, DEBIAN] : npm;
}

type Search = { found: (Chromium & { name: string }) | undefined; failures: string[] };

/** The first of the sources whose browser starts, and what was wrong with those before it. */
async function firstThatStarts(sources: Source[]): Promise<Search> {
  const failures: string[] = [];
  for (const { name, get } of sources) {
    try {
      const candidate = await get();
      const why = await whyNotStarting(candidate);
      if (!why) return { found: { ...candidate, name }, failures };
      failures.push(`${name} does not start (${why})`);
    } catch (error) {
      failures.push(`${name} cannot be had (${(error as Error).message.split('\n')[0]})`);
    }
  }
  return { found: undefined, failures };
}

/** The browser that is here and starts, fetching none. */
export async function findPresentChromium(cache = CACHE): Promise<Search> {
  return firstThatStarts(await presentSources(cache));
}

/**
 * The first that starts of: CHROMIUM_PATH, Playwright's own download, a Chromium or Chrome on PATH, the one that npm
 * has, fetched into `cache`, and as root Debian's.
 * @throws Error of one sentence that says what was wrong with each.
 */
export async function findChromium(cache = CACHE): Promise<Chromium> {
  const present = await findPresentChromium(cache);
  if (present.found) return present.found;
  const further = await firstThatStarts(furtherSources(cache));
  if (further.found) return further.found;
  const failures = [...present.failures, ...further.failures].join('; ');
  throw new Error(`No browser can be had here: ${failures}.`);
}
