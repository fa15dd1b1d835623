import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const PROGRAM = `
  import { doBeforeStop } from '${path.join(import.meta.dirname, 'do-before-stop.ts')}';
  process.on('SIGTERM', (name, number) => { console.log('stops', name, number); process.exit(143); });
  doBeforeStop(async () => {
    process.kill(process.pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log('works');
  });
  setInterval(() => {}, 1_000);
  process.kill(process.pid, 'SIGTERM');
`;

it('does its work once, however often it is told to stop, and then lets the process stop', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM]);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(output).toBe('works\nstops SIGTERM 15\n');
  expect(code).toBe(143);
});
