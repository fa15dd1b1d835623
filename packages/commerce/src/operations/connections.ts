import { PLACING_CONNECTIONS, PROBING_CONNECTIONS, READING_CONNECTIONS } from '@holdfast/db/connections';

/** What the operator's figures are read through: one for each part of PostgreSQL that is read at the same time. */
export const OPERATIONS_CONNECTIONS = 5;
/** One for signals, one for the heartbeat. */
const TOLD_CONNECTIONS = 2;
/** Whoever serves what is cached follows what was invalidated. */
const FOLLOWING_CONNECTIONS = 1;

/** `DATABASE_POOL`: connections of a process for what it does most, to each server. */
export const POOL_SIZE = { least: 2, most: 20, usual: 10 };

/**
 * Connections to the primary that a process with a pool of that size takes at most; each is opened when it is needed. All
 * processes together must stay below `max_connections`.
 */
export const connectionsOf = {
  api: (pool: number): number =>
    pool +
    PLACING_CONNECTIONS +
    READING_CONNECTIONS +
    PROBING_CONNECTIONS +
    OPERATIONS_CONNECTIONS +
    TOLD_CONNECTIONS +
    FOLLOWING_CONNECTIONS,
  worker: (pool: number): number => pool + READING_CONNECTIONS + PROBING_CONNECTIONS + TOLD_CONNECTIONS,
};
