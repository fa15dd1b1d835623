/** Groups of orders that a process places at once. */
export const PLACING_CONNECTIONS = 2;
/** Reads of content that a process asks of the primary at once, when no replica may answer them. */
export const READING_CONNECTIONS = 4;
/** It asks the primary where it is. */
export const PROBING_CONNECTIONS = 1;
