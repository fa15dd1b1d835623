import pg from 'pg';

/** How often a statement was sent, as pg_stat_statements has it: with placeholders for its values. */
export type Sent = { text: string; times: number };

const SHOPS_OWN = `
  FROM pg_stat_statements AS sent
  JOIN pg_database ON pg_database.oid = sent.dbid AND datname = current_database()
  JOIN pg_roles ON pg_roles.oid = sent.userid AND rolname = $1`;

/**
 * Counts the SQL statements of the shop, BEGIN and COMMIT among them. It works as the superuser, so that neither its own
 * statements nor those of a test that uses `client` are counted.
 */
export class StatementMeter {
  readonly client: pg.Client;
  readonly #role: string;

  /** `env`: the contents of local.env. */
  constructor(env: Record<string, string>) {
    const url = new URL(env.DATABASE_URL ?? '');
    this.#role = url.username;
    url.username = 'postgres';
    url.password = env.POSTGRES_PASSWORD ?? '';
    this.client = new pg.Client(url.href);
  }

  async connect(): Promise<void> {
    await this.client.connect();
  }

  /** Counts from nothing. */
  async restart(): Promise<void> {
    await this.client.query('SELECT pg_stat_statements_reset()');
  }

  async read(): Promise<Sent[]> {
    const { rows } = await this.client.query<Sent>(
      `SELECT query AS text, sum(calls)::integer AS times ${SHOPS_OWN} GROUP BY query`,
      [this.#role],
    );
    return rows;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
