import { generateCatalog } from './catalog-generate/generate-catalog.ts';
import { connectCommand, listenForStop, runCommand } from './command-deps.ts';
import { showBar } from './progress-bar.ts';

const USAGE = `Usage: npm run catalog:generate -- N

  N   how many generated products the shop is to have; those it has already are left as they are`;

const MOST = 10_000_000;

async function main(): Promise<number> {
  const [text = '', ...more] = process.argv.slice(2);
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (more.length > 0 || !(count >= 1 && count <= MOST)) {
    console.error(USAGE);
    return 2;
  }
  const deps = await connectCommand('catalog-generate', process.env);
  const bar = showBar(process.stdout, 'products');
  try {
    const begun = performance.now();
    const signal = listenForStop();
    const databaseUrl = deps.fillingUrl;
    const made = await generateCatalog(deps, { databaseUrl, count, signal, onProgress: bar.update });
    bar.end();
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    console.log(`${made.toLocaleString('en')} products made in ${seconds} s.`);
    return signal.aborted ? 130 : 0;
  } finally {
    bar.end();
    await deps.close();
  }
}

await runCommand(main);
