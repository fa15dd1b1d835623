/** The worker, the supervisor's probes, the importer, replication, and a person with psql. */
const CONNECTIONS_BESIDE = 60;
/** An API process takes up to 20: its pool of 10, two for placing, the operator's figures, signals, heartbeat, its looks at replicas. */
const CONNECTIONS_PER_API = 20;

/** `max_connections` of a primary that serves so many API processes. */
export function connectionsFor(apiInstances: number): number {
  return CONNECTIONS_BESIDE + CONNECTIONS_PER_API * apiInstances;
}
