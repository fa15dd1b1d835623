/**
 * What a failure of the database is.
 * `conflict`: others were in its way, and all of the transaction was undone; done again at once it may succeed.
 * `busy`: the server is there and had no room or no time for it, so it was not done.
 * `lost`: the server cannot be reached, goes down, hangs or is no primary any more. Whether a commit that was under way
 * took place is not known: only what may be done twice may be done again.
 */
export type DatabaseFault = 'conflict' | 'busy' | 'lost';

/** More content is asked of the primary than it gives while carts and orders need it too. */
export class PrimaryReadsFull extends Error {
  constructor() {
    super('the primary answers as many reads as it may besides carts and orders');
    this.name = 'PrimaryReadsFull';
  }
}

type DriverFault = { kind?: string; originalCode?: string };

/** As Prisma's client throws it; what fails outside of a query, a COMMIT above all, is thrown as the adapter's own error. */
type Thrown = {
  code?: string;
  meta?: { driverAdapterError?: { cause?: DriverFault } };
  cause?: DriverFault;
};

/** By SQLSTATE, by the adapter's kind and by Prisma's code: which of them is there depends on how the query was sent. */
const FAULTS = new Map<string, DatabaseFault>([
  ['40001', 'conflict'], // serialization failure; on a replica also a read that was in the way of replay
  ['40P01', 'conflict'], // deadlock
  ['TransactionWriteConflict', 'conflict'],
  ['P2034', 'conflict'],
  ['53300', 'busy'], // too many connections
  ['TooManyConnections', 'busy'],
  ['P2037', 'busy'],
  ['55P03', 'busy'], // lock not available
  ['57014', 'busy'], // statement timeout
  ['P2024', 'busy'], // no connection came free
  ['P2028', 'busy'], // no transaction could be started, or it took too long
  ['57P01', 'lost'], // the server stops
  ['57P02', 'lost'], // it crashed
  ['57P03', 'lost'], // it starts
  ['25006', 'lost'], // it is read-only: a failover is under way
  ['DatabaseNotReachable', 'lost'],
  ['ConnectionClosed', 'lost'],
  ['SocketTimeout', 'lost'],
  ['P1001', 'lost'],
  ['P1002', 'lost'],
  ['P1008', 'lost'],
  ['P1017', 'lost'],
]);

/** The driver's own failures have no code. */
const POOL_WAIT = /^timeout exceeded when trying to connect/;
const LOST =
  /^(Connection terminated|Query read timeout|Client has encountered a connection error)|ECONNREFUSED|ECONNRESET/;

/** @returns null for what is the fault of the statement itself, a unique key that is taken for one, or not the database's at all. */
export function classifyError(error: unknown): DatabaseFault | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof PrimaryReadsFull || POOL_WAIT.test(error.message)) return 'busy';
  const { code, meta, cause } = error as Thrown;
  const driver = meta?.driverAdapterError?.cause ?? cause;
  for (const name of [driver?.originalCode, driver?.kind, code]) {
    if (typeof name !== 'string') continue;
    const fault = FAULTS.get(name);
    if (fault) return fault;
    // SQLSTATE's class of connection failures.
    if (/^08\w{3}$/.test(name)) return 'lost';
  }
  return LOST.test(error.message) ? 'lost' : null;
}
