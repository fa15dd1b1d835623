/** The only schema that this engine migrates; the product keeps all its tables there. */
export const SCHEMA = 'public';

/** Parses a PostgreSQL URL. Throws when it names no database, or another schema than `public`. */
export function parseDatabaseUrl(url: string): URL {
  const parsed = new URL(url);
  const schema = parsed.searchParams.get('schema') ?? SCHEMA;
  if (schema !== SCHEMA) {
    throw new Error(`The database URL names the schema \`${schema}\`: only \`${SCHEMA}\` is migrated.`);
  }
  if (parsed.pathname.length < 2) throw new Error('The database URL names no database.');
  return parsed;
}

/** The database's name, decoded. */
export function databaseName(url: string): string {
  return decodeURIComponent(parseDatabaseUrl(url).pathname.slice(1));
}

/** The same server, user and options, another database. */
export function withDatabase(url: string, name: string): string {
  const other = parseDatabaseUrl(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}

/** The URL, where a command cannot do without. */
export function requireUrl(url: string | undefined): string {
  if (!url) throw new Error('This command needs a database: set DATABASE_URL.');
  return url;
}
