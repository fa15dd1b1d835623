import { type Browser, chromium } from 'playwright';
import { findChromium } from './find-chromium.ts';

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

/** A real Chromium without a window. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  const { env: own } = process;
  const inherited = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return chromium.launch({
    executablePath,
    args: FLAGS,
    env: { ...(inherited as Record<string, string>), ...env },
  });
}
