import { rebuildListings } from '@holdfast/commerce/listing/rebuild-listings';
import { showLists } from '@holdfast/commerce/listing/show-lists';
import { connectCommand, listenForStop, runCommand } from './command-deps.ts';
import { showBar } from './progress-bar.ts';

async function main(): Promise<number> {
  const deps = await connectCommand('listing-rebuild', process.env);
  const bar = showBar(process.stdout, 'products');
  try {
    const signal = listenForStop();
    const done = await rebuildListings(deps, { signal, onProgress: bar.update });
    bar.end();
    await showLists(deps);
    console.log(`The listings of ${done.toLocaleString('en')} products are as they should be.`);
    return signal.aborted ? 130 : 0;
  } finally {
    bar.end();
    await deps.close();
  }
}

await runCommand(main);
