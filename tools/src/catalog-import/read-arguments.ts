import path from 'node:path';
import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run catalog:import -- FILE.csv [--translations FILE.csv] [--dry-run] [--currency EUR]

  FILE.csv         products in the layout of Shopify's product export, at most 15 MB
  --translations   their texts in other locales, in the layout of Shopify's translation export
  --dry-run        check the files and say what would change, without changing it
  --currency       of the column "Variant Price"; the shop's default one when it is missing`;

export type ImportArguments = {
  file: string;
  translations: string | undefined;
  dryRun: boolean;
  currency: string | undefined;
};

/** Null when they are not as the usage says. A relative path is relative to where npm was called. */
export function readArguments(args: string[], env: NodeJS.ProcessEnv): ImportArguments | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        translations: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        currency: { type: 'string' },
      },
    });
    const [file, ...more] = positionals;
    const { currency, translations } = values;
    if (!file || more.length > 0 || (currency !== undefined && !/^[A-Z]{3}$/.test(currency))) return null;
    const resolve = (named: string): string => path.resolve(env.INIT_CWD || process.cwd(), named);
    return {
      file: resolve(file),
      translations: translations && resolve(translations),
      dryRun: values['dry-run'],
      currency,
    };
  } catch {
    return null;
  }
}
