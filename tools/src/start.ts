import { runShop } from './run-shop.ts';

await runShop({ reload: process.argv.includes('--reload') });
