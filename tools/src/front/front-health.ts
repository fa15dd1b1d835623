/** Answered by the front itself, for the supervisor: whether Next or the API are there is not its question. */
export const FRONT_HEALTH = '/health/front';
