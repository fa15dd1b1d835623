import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { Controls } from './controls.ts';

/** A folder whose rehearsals all end with this finding, or with none, and that notes each in `rehearsed`. */
async function folderThatFinds(what?: string): Promise<string> {
  const folder = await temporaryFolder();
  const findings = what ? [{ promise: 'stock', what, evidence: [] }] : [];
  const report = JSON.stringify({ runs: [{ verdict: { findings } }] });
  await mkdir(path.join(folder, 'tools/src'), { recursive: true });
  await writeFile(
    path.join(folder, 'tools/src/rehearse.ts'),
    `import fs from 'node:fs';
    fs.appendFileSync('rehearsed', process.argv.slice(2).join(' ') + '\\n');
    fs.mkdirSync(process.env.DATA_DIR + '/rehearsals/chaos', { recursive: true });
    fs.writeFileSync(process.env.DATA_DIR + '/rehearsals/chaos/report.json', ${JSON.stringify(report)});`,
  );
  return folder;
}

const chaosOf = (seconds: number) =>
  ({ rehearsal: 'chaos', seed: 1, options: `--seconds ${seconds}` }) as const;
const never = new AbortController().signal;

it('a shop that is accused before it is sabotaged is no ground for a catch', async () => {
  const folder = await folderThatFinds('One piece too many was sold.');
  const control = new Controls().requireClean(folder, chaosOf(15), never);
  await expect(control).rejects.toThrow('Without a sabotage a promise is said to be broken: One piece too');
});

it('each run has one control, however many sabotages share it', async () => {
  const folder = await folderThatFinds();
  const controls = new Controls();
  await controls.requireClean(folder, chaosOf(15), never);
  await controls.requireClean(folder, chaosOf(15), never);
  await controls.requireClean(folder, chaosOf(90), never);
  expect((await readFile(path.join(folder, 'rehearsed'), 'utf8')).trim().split('\n')).toEqual([
    'chaos --seed 1 --seconds 15',
    'chaos --seed 1 --seconds 90',
  ]);
});
