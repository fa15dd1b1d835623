import path from 'node:path';
import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run catalog:import -- FILE.csv [--dry-run] [--currency EUR]

  FILE.csv     products in the layout of Shopify's product export, at most 15 MB
  --dry-run    check the file and say what would change, without changing it
  --currency   of the prices in the file; the shop's default one when it is missing`;

export type ImportArguments = { file: string; dryRun: boolean; currency: string | undefined };

/** Null when they are not as the usage says. A relative file is relative to where npm was called. */
export function readArguments(args: string[], env: NodeJS.ProcessEnv): ImportArguments | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false }, currency: { type: 'string' } },
    });
    const [file, ...more] = positionals;
    const { currency } = values;
    if (!file || more.length > 0 || (currency !== undefined && !/^[A-Z]{3}$/.test(currency))) return null;
    return { file: path.resolve(env.INIT_CWD || process.cwd(), file), dryRun: values['dry-run'], currency };
  } catch {
    return null;
  }
}
