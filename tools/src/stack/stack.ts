import { existsSync } from 'node:fs';
import path from 'node:path';
import { type AppContext, type AppPart, apiPart, workerPart } from './app-parts.ts';
import { MOST_CONNECTIONS, maxConnectionsFor } from './connections.ts';
import { postgresPart, redisPart, replicaPart } from './embedded-parts.ts';
import { frontPart } from './front-part.ts';
import { writeLocalEnv } from './local-env.ts';
import { prepareLogFile } from './log-file.ts';
import type { MetricsSource } from './metrics-server.ts';
import { PAYMENT_PROVIDER, paymentProviderPart } from './payment-provider-part.ts';
import { APP_DATABASE, type Plan } from './plan.ts';
import { PortSockets } from './port-sockets.ts';
import {
  clearStalePostmaster,
  type PostgresServer,
  resetSuperuserPassword,
  superuserUrl,
} from './postgres.ts';
import { findPostgresHost } from './postgres-host.ts';
import { prepareDatabase } from './prepare-database.ts';
import { writeProcessList } from './process-list.ts';
import { STACK_MARK } from './process-table.ts';
import type { RedisServer } from './redis.ts';
import { findRedisBinary } from './redis-binary.ts';
import { programArguments, REDIS_CACHE_FOLDER } from './repository.ts';
import type { Settings } from './settings.ts';
import type { Part } from './supervised-part.ts';
import { Supervisor } from './supervisor.ts';
import { webPart } from './web-part.ts';

/** All processes of Holdfast on this machine. */
export class Stack {
  readonly supervisor = new Supervisor();
  readonly #settings: Settings;
  readonly #plan: Plan;
  readonly #reload: boolean;
  #apps: AppPart[] = [];
  #pages: Part[] = [];

  constructor(settings: Settings, plan: Plan, reload: boolean) {
    this.#settings = settings;
    this.#plan = plan;
    this.#reload = reload;
    this.supervisor.on('change', () => writeProcessList(settings.dataDir, this.supervisor.states()));
  }

  /** Writes local.env. When it had been lost but not the data, the database gets the new password first. */
  async keepPlan(): Promise<void> {
    if (this.#plan.secretsAreNew && !this.#settings.databaseUrl) await this.#regainDatabase();
    await writeLocalEnv(this.#settings.dataDir, this.#plan.values);
  }

  /** The embedded primary with the application's role and database in it. */
  async startPrimary(): Promise<void> {
    const { embedded } = this.#plan;
    const primary = await this.#primary();
    await this.#start(postgresPart(primary, await this.#log('postgres')));
    await prepareDatabase(superuserUrl(primary), {
      database: APP_DATABASE,
      appPassword: embedded.databasePassword,
      replicationPassword: embedded.replicationPassword,
    });
  }

  /** The embedded primary's replica. */
  async startReplica(): Promise<void> {
    const { embedded } = this.#plan;
    const replica = {
      server: await this.#postgres('replica-1', {
        port: embedded.replicaPort,
        maxConnections: MOST_CONNECTIONS,
      }),
      primary: await this.#primary(),
      slot: 'replica_1',
      replicationPassword: embedded.replicationPassword,
    };
    await this.#start(replicaPart(replica, await this.#log('replica-1')));
  }

  /** The embedded Redis that no given one replaces. */
  async startRedis(): Promise<void> {
    const { redisUrl, cacheRedisUrl } = this.#settings;
    const kinds: RedisServer['kind'][] = [];
    if (!redisUrl) kinds.push('queue');
    if (!cacheRedisUrl) kinds.push('cache');
    const binary = await findRedisBinary(REDIS_CACHE_FOLDER);
    const { redisQueuePort, redisCachePort, redisPassword: password } = this.#plan.embedded;
    const ports = { queue: redisQueuePort, cache: redisCachePort };
    const start = async (kind: RedisServer['kind']) => {
      const folder = path.join(this.#settings.dataDir, `redis-${kind}`);
      const server = { binary, kind, folder, port: ports[kind], password };
      await this.#start(redisPart(server, await this.#log(`redis-${kind}`)));
    };
    await Promise.all(kinds.map(start));
  }

  /** The test provider, which needs nothing of ours. */
  async startPaymentProvider(): Promise<void> {
    const { paymentProviderPort: port, paymentProviderKey: apiKey, webhookSecret } = this.#plan.embedded;
    const { API_URL } = this.#plan.detours?.paymentProvider ?? this.#plan.values;
    const server = {
      port,
      folder: path.join(this.#settings.dataDir, PAYMENT_PROVIDER),
      apiKey,
      webhookSecret,
      webhookUrl: `${API_URL}/webhooks/payments/test`,
    };
    const args = programArguments('tools', 'payment-provider/main', this.#reload);
    await this.#start(paymentProviderPart(server, { logFile: await this.#log(PAYMENT_PROVIDER), args }));
  }

  /** API, worker, web app and front, in no order: each comes up without the others and finds them when they are there. */
  async startApps(): Promise<void> {
    const names = Array.from({ length: this.#settings.apiInstances }, (_, index) => `api-${index + 1}`);
    const sockets = new PortSockets({ host: '127.0.0.1', port: this.#settings.apiPort });
    const apis = names.map(async (name) => apiPart(name, await this.#context(name), sockets));
    this.#apps = await Promise.all([
      ...apis,
      this.#context('worker-1').then((context) => workerPart('worker-1', context)),
    ]);
    this.#pages = [webPart(await this.#context('web')), frontPart(await this.#context('front'))];
    await Promise.all(this.#drained().map((part) => this.#start(part)));
  }

  /** What can be replaced while the shop is open, in the order in which it is done. */
  replaceable(): string[] {
    return this.#reload ? [] : this.#apps.map(({ part }) => part.name);
  }

  metricsSources(): MetricsSource[] {
    const urls = new Map(this.#apps.map(({ part, metricsUrl }) => [part.name, metricsUrl()]));
    return this.supervisor
      .states()
      .map(({ name, ready }) => ({ name, up: ready, metricsUrl: urls.get(name) }));
  }

  /** Apps drain while everything they need is still there; the primary goes last. */
  async stop(): Promise<void> {
    await this.supervisor.stop({ first: this.#drained().map(({ name }) => name), last: ['postgres'] });
  }

  async #regainDatabase(): Promise<void> {
    const primary = await this.#primary();
    if (!existsSync(primary.folder)) return;
    await clearStalePostmaster(primary);
    await resetSuperuserPassword(primary);
  }

  #primary(): Promise<PostgresServer> {
    return this.#postgres('postgres', {
      port: this.#plan.embedded.postgresPort,
      maxConnections: maxConnectionsFor(this.#settings),
    });
  }

  async #postgres(
    name: string,
    own: Pick<PostgresServer, 'port' | 'maxConnections'>,
  ): Promise<PostgresServer> {
    const host = await findPostgresHost(this.#settings.dataDir);
    const folder = path.join(host.root, name);
    const { superuserPassword } = this.#plan.embedded;
    return { host, folder, superuserPassword, durable: true, ...own };
  }

  /** The parts that finish what is under way when they are stopped. */
  #drained(): Part[] {
    return [...this.#apps.map(({ part }) => part), ...this.#pages];
  }

  async #context(name: string): Promise<AppContext> {
    return {
      settings: this.#settings,
      plan: this.#plan,
      logFile: await this.#log(name),
      reload: this.#reload,
    };
  }

  #log(name: string): Promise<string> {
    return prepareLogFile(path.join(this.#settings.dataDir, 'logs'), name);
  }

  /** Starts a part under the mark by which the next start would know it as ours. */
  #start(part: Part): Promise<void> {
    const command = async () => {
      const own = await part.command();
      return { ...own, env: { ...own.env, [STACK_MARK]: this.#settings.dataDir } };
    };
    return this.supervisor.start({ ...part, command });
  }
}
