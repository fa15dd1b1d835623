import { parseDatabaseUrl } from './database-url.ts';

/** Why a database could not be connected to or created; `code` is Prisma's own, where it has one. */
export class ConnectionError extends Error {
  override name = 'ConnectionError';
  code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

const UNREACHABLE = 'P1001';

/** PostgreSQL's SQLSTATE -> Prisma's code. */
const PRISMA_CODES: Partial<Record<string, string>> = {
  '28P01': 'P1000',
  '28000': 'P1010',
  '3D000': 'P1003',
  '42P04': 'P1009',
};

type DriverError = Error & { code?: string; severity?: string };

/** Gives Prisma's code to what the driver threw on connecting to `url`. */
export function explainConnectionError(error: unknown, url: string): ConnectionError {
  const { code = '', severity, message } = error as DriverError;
  // Only an answer of the server has a severity; its own words are the clearest.
  if (severity) return new ConnectionError(message, PRISMA_CODES[code]);
  const { hostname, port } = parseDatabaseUrl(url);
  const server = `${hostname}:${port || 5432}`;
  return new ConnectionError(`Can't reach database server at \`${server}\`: ${message || code}`, UNREACHABLE);
}
