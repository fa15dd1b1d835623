import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const MODULE = path.join(import.meta.dirname, 'json-rpc.ts');

/** Serves with a handler in a process of its own, sends it the lines, closes its input. */
async function serve(handler: string, lines: object[]): Promise<{ exitCode: number; answers: unknown[] }> {
  const script = `const { serveJsonRpc } = await import(${JSON.stringify(MODULE)}); await serveJsonRpc(${handler});`;
  const server = spawn(process.execPath, ['--eval', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<number>((resolve) => server.once('exit', (code) => resolve(code ?? -1)));
  server.stdin.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const output = await text(server.stdout);
  const answers = output
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  return { exitCode: await exited, answers };
}

it('answers requests in their order and lets acknowledgements pass', async () => {
  const slowFirst = `async (method, ms) => { await new Promise((r) => setTimeout(r, ms)); return method; }`;
  const { exitCode, answers } = await serve(slowFirst, [
    { id: 1, method: 'slow', params: 50 },
    { id: 0, result: {} },
    { id: 2, method: 'fast', params: 0 },
  ]);
  expect(answers).toEqual([
    { jsonrpc: '2.0', id: 1, result: 'slow' },
    { jsonrpc: '2.0', id: 2, result: 'fast' },
  ]);
  expect(exitCode).toBe(0);
});

it('a panic, which rejects no promise, is answered as an error and ends the engine with exit code 1', async () => {
  const panic = `() => { queueMicrotask(() => { throw new Error('unreachable'); }); return new Promise(() => {}); }`;
  const { exitCode, answers } = await serve(panic, [{ id: 7, method: 'diff', params: {} }]);
  expect(answers).toEqual([
    expect.objectContaining({
      id: 7,
      error: expect.objectContaining({ data: { is_panic: false, message: 'unreachable' } }),
    }),
  ]);
  expect(exitCode).toBe(1);
});
