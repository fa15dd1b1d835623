import { createServer } from 'node:net';
import { findPortHolder } from './process-table.ts';
import { StackError } from './stack-error.ts';

/** Below the range from which systems take ports for outgoing connections, so nobody gets ours by chance. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const noSuchAddress = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT';
      resolve(noSuchAddress);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Whether nobody listens on the port, on this machine's loopback or on all its addresses. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

const givenOut = new Set<number>();

/** A free port, never the same twice within this process; `preferred` when that one is free. */
export async function findFreePort(preferred?: number): Promise<number> {
  const candidates = preferred === undefined ? [] : [preferred];
  for (let tries = 0; tries < 200; tries += 1) {
    candidates.push(FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT)));
  }
  for (const port of candidates) {
    if (givenOut.has(port) || !(await isPortFree(port))) continue;
    givenOut.add(port);
    return port;
  }
  throw new StackError(`No free port between ${FIRST_PORT} and ${LAST_PORT}.`);
}

/** @throws StackError that names the port, its variable, and who holds it. */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  if (await isPortFree(port)) return;
  const holder = await findPortHolder(port);
  const by = holder ? ` by process ${holder.pid} (${holder.command})` : '';
  throw new StackError(
    `Port ${port} (${variable}) is taken${by}. Stop that process, or choose another port: ${variable}=${port + 1} npm start`,
  );
}
