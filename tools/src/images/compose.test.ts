import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { connectionsOf } from '@holdfast/commerce/operations/connections';
import { DCLinter } from 'dclint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONNECTIONS_BESIDE } from '../stack/connections.ts';
import { REPOSITORY } from '../stack/repository.ts';
import {
  COMPOSE_FILE,
  environmentOf,
  networksOf,
  OBSERVABILITY_FILE,
  readCompose,
  type Service,
} from './read-compose.ts';
import { type Dockerfile, readDockerfile } from './read-dockerfile.ts';

const compose = await readCompose();
const observability = await readCompose(OBSERVABILITY_FILE);
const services = Object.entries(compose.services);
const observers = Object.entries(observability.services);
const everything = [...services, ...observers];
const isLongRunning = ([, { restart }]: [string, Service]) => restart !== 'no';
const isOurs = ({ image }: Service) => image.startsWith('holdfast/');
const STORES = ['postgres', 'replica-1', 'redis-queue', 'redis-cache'];

const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-env-'));
let values: Record<string, string>;

/** Runs deploy/make-env.sh in the folder; gives its exit code. */
const makeEnv = () => spawnSync('sh', [path.join(folder, 'deploy/make-env.sh')]).status;

beforeAll(() => {
  mkdirSync(path.join(folder, 'deploy'));
  for (const file of ['.env.example', 'deploy/make-env.sh'])
    cpSync(path.join(REPOSITORY, file), path.join(folder, file));
  expect(makeEnv()).toBe(0);
  values = parseEnv(readFileSync(path.join(folder, '.env'), 'utf8')) as Record<string, string>;
});

afterAll(() => rmSync(folder, { recursive: true }));

function serviceOf(name: string): Service {
  const service = compose.services[name];
  if (!service) throw new Error(`There is no ${name}.`);
  return service;
}

async function dockerfileOf({ image }: Service): Promise<Dockerfile | undefined> {
  const build = services.find(([, one]) => one.image === image && one.build)?.[1].build;
  return build && readDockerfile(path.join(REPOSITORY, build.dockerfile));
}

/** Gives an environment to the config of an app, which checks it; in a process of its own, as the app would be. */
function readConfig(app: string, env: Record<string, string>): Record<string, unknown> {
  const program = `
    import { readConfig } from './apps/${app}/src/config.ts';
    console.log(JSON.stringify(readConfig(process.env)));`;
  const args = ['--conditions=@holdfast/source', '--input-type=module', '--eval', program];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: REPOSITORY, env, encoding: 'utf8' }));
}

it('neither file has a finding of the linter', () => {
  // Anchors stand before what uses them, and services in the order in which they start.
  const order = {
    'service-keys-order': 0,
    'services-alphabetical-order': 0,
    'top-level-properties-order': 0,
  } as const;
  const linter = new DCLinter({ rules: order, quiet: false, debug: false, exclude: [] });
  const results: { messages: unknown[] }[] = linter.lintFiles([COMPOSE_FILE, OBSERVABILITY_FILE], false);
  expect(results.flatMap(({ messages }) => messages)).toEqual([]);
});

it('every image is of one version', () => {
  for (const [name, service] of everything)
    expect(service.image, name).toMatch(isOurs(service) ? /:local$/ : /:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
});

it('each image of ours is built once, and neither asked of a registry nor built again by a mere start', () => {
  const ours = services.filter(([, service]) => isOurs(service));
  const built = ours.filter(([, { build }]) => build).map(([, { image }]) => image);
  expect(built.sort()).toEqual([...new Set(ours.map(([, { image }]) => image))].sort());
  for (const [name, { pull_policy }] of ours) expect(pull_policy, name).toBe('never');
});

it('what git may replace is mounted as a folder, so that a container sees it', () => {
  // This one is read once in the life of a database.
  const once = './deploy/postgres/prepare-primary.sh';
  const sources = everything.flatMap(([, { volumes = [] }]) =>
    volumes.map((volume) => volume.replace(/:.*/, '')),
  );
  const files = sources.filter((source) => source.startsWith('./') && source !== once);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(statSync(path.join(REPOSITORY, file)).isDirectory(), file).toBe(true);
});

it.each(['deploy/nginx/servers/outer-proxy.conf', 'docs/deploy.md'])(
  '%s names the address by which a proxy on the host arrives',
  (file) => {
    const gateway = compose.networks.front?.ipam?.config[0]?.gateway ?? 'none';
    expect(readFileSync(path.join(REPOSITORY, file), 'utf8')).toContain(gateway);
  },
);

it('nothing runs as root, nor with rights or folders to write to that it does not need', async () => {
  for (const [name, service] of everything) {
    expect(service, name).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    const user = service.user ?? (await dockerfileOf(service))?.user;
    expect(user, name).toMatch(/^(node|postgres|valkey|nginx|nobody|472)$/);
  }
});

it('everything has a share of the machine and no more', () => {
  for (const [name, { deploy }] of everything) {
    const { cpus, memory, pids } = deploy?.resources.limits ?? {};
    expect(Number(cpus), name).toBeGreaterThan(0);
    expect(memory, name).toMatch(/^\d+[MG]$/);
    expect(pids, name).toBeGreaterThan(0);
  }
});

it('secrets come from the environment alone, and nothing starts without them', () => {
  const isSecret = /^\$\{\w+:\?[^}]+\}$/;
  // Somebody else's, where there is one at all.
  const optional = new Set(['CDN_PURGE_TOKEN']);
  for (const [name, service] of everything) {
    const variables = Object.entries(service.environment ?? {});
    const secrets = variables.filter(
      ([one]) => /PASSWORD|SECRET|TOKEN|KEY$|AUTH$/.test(one) && !optional.has(one),
    );
    for (const [variable, value] of secrets) expect(value, `${name} ${variable}`).toMatch(isSecret);
    const inAddresses = JSON.stringify(service).matchAll(/:\/\/\w*:(?<password>[^@"]*)@/g);
    for (const { groups } of inAddresses) expect(groups?.password, name).toMatch(isSecret);
  }
});

it('nginx alone is reached from outside, and from this host alone unless told otherwise', () => {
  const bindings = [{ host_ip: '${HTTP_ADDRESS:-127.0.0.1}', published: '${HTTP_PORT:-8080}', target: 8080 }];
  for (const [name, { ports }] of services)
    expect(ports, name).toEqual(name === 'nginx' ? bindings : undefined);
});

it('who looks at Prometheus or Grafana is on this host', () => {
  for (const [name, { ports }] of observers) expect(ports, name).toMatchObject([{ host_ip: '127.0.0.1' }]);
});

it('what goes on running is started again when it ends, and asked for its health', async () => {
  for (const [name, service] of everything.filter(isLongRunning)) {
    expect(service.restart, name).toBe('unless-stopped');
    const check = service.healthcheck?.test ?? (await dockerfileOf(service))?.healthcheck;
    expect(check, name).toBeDefined();
  }
});

it('databases and Redis are on one network that leads nowhere, and web and nginx are not on it', () => {
  expect(compose.networks.data).toEqual({ internal: true });
  for (const name of STORES) expect(networksOf(serviceOf(name)), name).toEqual(['data']);
  for (const name of ['web', 'nginx']) expect(networksOf(serviceOf(name)), name).not.toContain('data');
});

it('nothing works before the migrations are applied', () => {
  for (const name of ['api-1', 'api-2', 'api-3', 'worker-1', 'worker-2'])
    expect(serviceOf(name).depends_on?.migrate, name).toEqual({
      condition: 'service_completed_successfully',
    });
});

it('a process has the time that its drain takes', () => {
  for (const [name, { stop_grace_period }] of services.filter(isLongRunning))
    expect(Number.parseInt(stop_grace_period ?? '', 10), name).toBeGreaterThanOrEqual(
      STORES.includes(name) ? 10 : 15,
    );
});

it('each process has a name of its own', () => {
  const names = services.flatMap(([, { environment }]) => environment?.NODE_ID ?? []);
  expect(names).toEqual(['api-1', 'api-2', 'api-3', 'worker-1', 'worker-2', 'web']);
});

it('make-env.sh writes what its owner alone may read, each secret another, and never over what is there', () => {
  expect(statSync(path.join(folder, '.env')).mode & 0o777).toBe(0o600);
  const secrets = Object.entries(values).filter(([name]) => /PASSWORD|SECRET|TOKEN|KEY$/.test(name));
  for (const [name, value] of secrets) expect(value, name).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(secrets.map(([, value]) => value)).size).toBe(secrets.length);
  expect(makeEnv()).toBe(1);
});

it('with what make-env.sh writes no service misses anything', () => {
  for (const [, service] of everything) expect(() => environmentOf(service, values)).not.toThrow();
});

it.each(['api-1', 'api-2', 'api-3', 'worker-1', 'worker-2'])('%s accepts what it is told', async (name) => {
  const service = serviceOf(name);
  const app = name.replace(/-\d$/, '');
  const steps = (await dockerfileOf(service))?.stages.at(-1)?.steps ?? [];
  const own = steps.find((step) => step.kind === 'env')?.values;
  const config = readConfig(app, { ...own, ...environmentOf(service, values) });
  expect(config).toMatchObject({
    NODE_ID: name,
    [app === 'api' ? 'API_HOST' : 'METRICS_HOST']: '0.0.0.0',
    METRICS_PORT: 9464,
    APP_SECRET: values.APP_SECRET,
  });
});

it('all processes together may open fewer connections than PostgreSQL lets in', () => {
  const settings = readFileSync(path.join(REPOSITORY, 'deploy/postgres/postgresql.conf'), 'utf8');
  const letIn = Number(/^max_connections = (\d+)$/m.exec(settings)?.[1]) - 3;
  const ofOurs = services
    .filter(([name]) => /^(api|worker)-\d$/.test(name))
    .map(([name, service]) => {
      const pool = Number(environmentOf(service, values).DATABASE_POOL);
      return name.startsWith('api') ? connectionsOf.api(pool) : connectionsOf.worker(pool);
    });
  expect(ofOurs).toHaveLength(5);
  expect(ofOurs.reduce((sum, one) => sum + one, CONNECTIONS_BESIDE)).toBeLessThanOrEqual(letIn);
});

it('the web app is told where the API is and how to sign its own sessions, and no way to what is behind', () => {
  const env = environmentOf(serviceOf('web'), values);
  expect(env.SERVICE_TOKEN).toBe(environmentOf(serviceOf('api-1'), values).SERVICE_TOKEN);
  const told = [
    'API_URL',
    'LOG_LEVEL',
    'NEXTAUTH_SECRET',
    'NEXTAUTH_URL',
    'NODE_ID',
    'SERVICE_TOKEN',
    'WEB_URL',
  ];
  expect(Object.keys(env).sort()).toEqual(told);
});
