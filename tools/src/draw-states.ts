import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawStates } from './draw-states/page.ts';
import { REPOSITORY } from './stack/repository.ts';

const PAGE = 'docs/order-states.md';

await writeFile(path.join(REPOSITORY, PAGE), drawStates());
console.log(`${PAGE} is drawn anew.`);
