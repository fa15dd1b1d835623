import { type Browser, chromium } from 'playwright';

/** A browser, and what its process needs in its environment. */
export type Chromium = { executablePath: string; env: Record<string, string> };

/** A busy machine is slow, which is no reason to look for another browser. */
const STARTS_WITHIN_MS = 120_000;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a browser without a window. @throws Error of Playwright when it does not run, for want of a library say. */
export async function startChromium({ executablePath, env }: Chromium): Promise<Browser> {
  const inherited = Object.entries(process.env).filter(([, value]) => value !== undefined);
  return chromium.launch({
    executablePath,
    args: FLAGS,
    timeout: STARTS_WITHIN_MS,
    env: { ...(Object.fromEntries(inherited) as Record<string, string>), ...env },
  });
}

/** Undefined when the browser starts, else the reason in one line. */
export async function whyNotStarting(candidate: Chromium): Promise<string | undefined> {
  try {
    const browser = await startChromium(candidate);
    await browser.close();
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    const telling = /error while loading shared libraries.*|ENOENT|EACCES|Permission denied/.exec(
      message,
    )?.[0];
    return telling ?? message.split('\n')[0] ?? message;
  }
}
