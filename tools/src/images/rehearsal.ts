import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { withClient } from '../stack/postgres.ts';
import { findFreePort } from '../stack/ports.ts';
import { APP_ROLE } from '../stack/prepare-database.ts';
import { REPOSITORY } from '../stack/repository.ts';
import { runEach } from '../stack/run-each.ts';
import { startTestStack, type TestStack } from '../test-stack.ts';
import { type Image, ImageBuilder } from './build-images.ts';
import type { StartOptions } from './container.ts';
import { type Compose, environmentOf, readCompose, type Service } from './read-compose.ts';

const DATABASE = 'rehearsal';
/** A folder that everybody may enter; `/tmp` and below has no packages of Node above it. */
const PUBLIC = 0o755;
/** As `/tmp` is: the image's user writes there. */
const WRITTEN_BY_ALL = 0o1777;

type Servers = Awaited<ReturnType<typeof startTestStack>>;
type Ports = Record<'api' | 'apiMetrics' | 'workerMetrics' | 'web' | 'provider', number>;
type Own = { folder: string; compose: Compose; servers: Servers; ports: Ports };

/** What a person writes into .env. */
function personSettings(): Record<string, string> {
  const secret = randomBytes(32).toString('hex');
  return {
    WEB_URL: 'http://localhost:8080',
    OPERATOR_EMAIL: 'operator@example.com',
    DEMO_CATALOG: 'on',
    ...Object.fromEntries(
      ['OPERATOR_PASSWORD', 'APP_SECRET', 'SERVICE_TOKEN', 'NEXTAUTH_SECRET', 'DATABASE_PASSWORD'].map(
        (name) => [name, secret],
      ),
    ),
    REDIS_PASSWORD: secret,
    TEST_PROVIDER_URL: 'http://payment-provider:4080',
    TEST_PROVIDER_KEY: secret,
    TEST_PROVIDER_WEBHOOK_SECRET: secret,
  };
}

function inDatabase(url: string): string {
  const own = new URL(url);
  own.pathname = `/${DATABASE}`;
  return own.href;
}

async function fillFolder(folder: string): Promise<void> {
  await chmod(folder, PUBLIC);
  for (const name of ['bin', 'logs', 'data']) await mkdir(path.join(folder, name));
  await chmod(path.join(folder, 'data'), WRITTEN_BY_ALL);
  // A copy: the workspace may lie where the image's user cannot go.
  await copyFile(process.execPath, path.join(folder, 'bin/node'));
}

async function freePorts(): Promise<Ports> {
  return {
    api: await findFreePort(),
    apiMetrics: await findFreePort(),
    workerMetrics: await findFreePort(),
    web: await findFreePort(),
    provider: await findFreePort(),
  };
}

function remove(folder: string, servers: Servers | undefined): Promise<void> {
  return runEach([() => servers?.stop(), () => rm(folder, { recursive: true, force: true })]);
}

/**
 * The images of docker-compose.yml in bare folders, and servers for them: PostgreSQL with its replica and two Redis,
 * with an empty database. What compose says by the names of services is said by their addresses here.
 */
export class Rehearsal {
  readonly #folder: string;
  readonly #compose: Compose;
  readonly #builder: ImageBuilder;
  readonly #servers: Servers;
  readonly #settings = personSettings();
  readonly #ports: Ports;

  private constructor(own: Own) {
    this.#folder = own.folder;
    this.#compose = own.compose;
    this.#builder = new ImageBuilder(path.join(own.folder, 'images'));
    this.#servers = own.servers;
    this.#ports = own.ports;
  }

  static async open(): Promise<Rehearsal> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-images-'));
    let servers: Servers | undefined;
    try {
      await fillFolder(folder);
      const compose = await readCompose();
      servers = await startTestStack();
      await withClient(servers.stack.adminUrl, (client) =>
        client.query(`create database ${DATABASE} owner ${APP_ROLE}`),
      );
      return new Rehearsal({ folder, compose, servers, ports: await freePorts() });
    } catch (error) {
      await remove(folder, servers);
      throw error;
    }
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.#ports.api}`;
  }

  get webUrl(): string {
    return `http://127.0.0.1:${this.#ports.web}`;
  }

  get workerMetricsUrl(): string {
    return `http://127.0.0.1:${this.#ports.workerMetrics}/metrics`;
  }

  /** The image of a service, with the command and the check that compose may give it instead of its own. */
  async build(service: string): Promise<Image> {
    const { image, command, healthcheck } = this.#service(service);
    const all = Object.values(this.#compose.services);
    const build = all.find((one) => one.image === image && one.build)?.build;
    if (!build) throw new Error(`${service} is not built from a Dockerfile.`);
    const built = await this.#builder.build(path.join(REPOSITORY, build.dockerfile));
    return {
      ...built,
      command: command ?? built.command,
      healthcheck: healthcheck?.test.slice(1) ?? built.healthcheck,
    };
  }

  /** How a container of the service is started. */
  options(service: string): StartOptions {
    const given = environmentOf(this.#service(service), this.#settings);
    const here: Record<string, string> = {
      ...this.#addresses(this.#servers.stack),
      ...this.#ownPlace(service),
    };
    const replaced = Object.entries(here).filter(([name]) => name in given);
    const env = { ...given, ...Object.fromEntries(replaced), ...this.#ownPlace(service) };
    return { env, bin: path.join(this.#folder, 'bin'), logs: path.join(this.#folder, 'logs') };
  }

  close(): Promise<void> {
    return remove(this.#folder, this.#servers);
  }

  #service(name: string): Service {
    const service = this.#compose.services[name];
    if (!service) throw new Error(`docker-compose.yml has no service ${name}.`);
    return service;
  }

  /** In place of the names that compose gives to servers. */
  #addresses(stack: TestStack): Record<string, string> {
    return {
      DATABASE_URL: inDatabase(stack.databaseUrl),
      DATABASE_REPLICA_URLS: inDatabase(stack.replicaUrl),
      REDIS_URL: stack.redisQueueUrl,
      CACHE_REDIS_URL: stack.redisCacheUrl,
      API_URL: this.apiUrl,
      TEST_PROVIDER_URL: `http://127.0.0.1:${this.#ports.provider}`,
      WEBHOOK_URL: `${this.apiUrl}/webhooks/payments/test`,
    };
  }

  /** In a container each has all addresses and ports, and /tmp, to itself. Here they share this machine's. */
  #ownPlace(service: string): Record<string, string> {
    const { api, apiMetrics, workerMetrics, web, provider } = this.#ports;
    if (service === 'web') return { HOSTNAME: '127.0.0.1', PORT: String(web) };
    if (service === 'payment-provider') {
      const own = { PAYMENT_PROVIDER_HOST: '127.0.0.1', PAYMENT_PROVIDER_PORT: String(provider) };
      return { ...own, PAYMENT_PROVIDER_FOLDER: path.join(this.#folder, 'data/ledger') };
    }
    if (service.startsWith('worker')) {
      const own = { METRICS_HOST: '127.0.0.1', METRICS_PORT: String(workerMetrics) };
      return { ...own, DATA_DIR: path.join(this.#folder, 'data') };
    }
    if (!service.startsWith('api')) return {};
    return { API_HOST: '127.0.0.1', API_PORT: String(api), METRICS_PORT: String(apiMetrics) };
  }
}
