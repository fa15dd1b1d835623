import { once } from 'node:events';
import net from 'node:net';
import pg from 'pg';

/** An SSLRequest of PostgreSQL's protocol: whatever the server thinks of it, it says so in one byte, before it asks who comes. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/**
 * Fails when the server answers no new connection within `ms`. One that hangs may go on answering on those it has, and
 * its readers would wait for every further one. Nobody signs in: that costs both sides many times as much as the answer.
 */
export async function greetPostgres(url: string, ms: number): Promise<void> {
  const { host, port } = new pg.Client({ connectionString: url });
  const socket = host.startsWith('/') ? net.connect(`${host}/.s.PGSQL.${port}`) : net.connect(port, host);
  const signal = AbortSignal.timeout(ms);
  try {
    socket.write(SSL_REQUEST);
    await Promise.race([once(socket, 'data', { signal }), closed(socket, signal)]);
  } finally {
    socket.destroy();
  }
}

async function closed(socket: net.Socket, signal: AbortSignal): Promise<never> {
  await once(socket, 'close', { signal });
  throw new Error('the server hung up');
}
