import { DomainError } from '@holdfast/shared/errors';

type DatabaseError = {
  code?: string;
  meta?: { driverAdapterError?: { cause?: { kind?: string; originalCode?: string } } };
};

/** Prisma's codes and kinds, PostgreSQL's SQLSTATE: the server is there and has too much to do. */
const OVERLOADED = new Set([
  'P2024', // no connection came free
  'P2028', // no transaction could be started, or it took too long
  'P2034', // deadlock or write conflict
  'P2037',
  'TooManyConnections',
  '53300', // too many connections
  '55P03', // lock not available
  '57014', // statement timeout
  '40001',
  '40P01',
]);

/** The server cannot be reached, goes down, comes up, or is no primary any more. */
const UNAVAILABLE = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  '57P01',
  '57P02',
  '57P03',
  '25006', // read-only transaction: a failover is under way
]);

/** What a failure of the database means to the caller; null when it is none of the kind. */
export function classifyDatabaseError(error: unknown): DomainError | null {
  if (!(error instanceof Error)) return null;
  const { code, meta } = error as DatabaseError;
  const cause = meta?.driverAdapterError?.cause;
  const names = [code, cause?.kind, cause?.originalCode].filter((name) => name !== undefined);
  // The driver's own failures have no code: its pool gave no connection in time, or the connection was lost.
  if (
    names.some((name) => OVERLOADED.has(name)) ||
    error.message.startsWith('timeout exceeded when trying to connect')
  ) {
    return new DomainError('OVERLOADED', 'The shop is very busy. Please try again in a moment.', {
      cause: error,
      retryAfter: 2,
    });
  }
  if (names.some((name) => UNAVAILABLE.has(name) || name.startsWith('08')) || isLostConnection(error)) {
    return new DomainError('UNAVAILABLE', 'The shop cannot answer right now. Please try again in a moment.', {
      cause: error,
      retryAfter: 5,
    });
  }
  return null;
}

function isLostConnection(error: Error): boolean {
  return /^Connection terminated|ECONNREFUSED|ECONNRESET/.test(error.message);
}
