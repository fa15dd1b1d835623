import pg from 'pg';

/**
 * Fails when the server answers no new connection within `ms`. One that hangs may go on answering on those it has, and
 * its readers would wait for every further one. Its first word is enough, a refusal as well: to sign in costs both sides many
 * times as much, and PostgreSQL says nothing in its log of who leaves when asked for a password.
 */
export async function greetPostgres(url: string, ms: number): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'holdfast-probe',
    connectionTimeoutMillis: ms,
  }) as pg.Client & { connection: pg.Connection };
  const { connection } = client;
  // What becomes of the connection after the first word is of no interest.
  client.on('error', () => {});
  const firstWord = new Promise<void>((resolve) => {
    connection.once('message', () => {
      // At once, before an answer to it is sent.
      connection.stream.destroy();
      resolve();
    });
  });
  try {
    await Promise.race([firstWord, client.connect()]);
  } finally {
    connection.stream.destroy();
  }
}
