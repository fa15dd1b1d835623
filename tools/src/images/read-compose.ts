import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { REPOSITORY } from '../stack/repository.ts';

/** Of a service what is asked about here, in the form that our file writes it in. */
export type Service = {
  image: string;
  user?: string;
  build?: { context: string; dockerfile: string };
  pull_policy?: string;
  command?: string[];
  environment?: Record<string, string>;
  restart?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  stop_grace_period?: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  networks: string[] | Record<string, unknown>;
  ports?: { host_ip: string; published: string; target: number }[];
  volumes?: string[];
  deploy?: { resources: { limits: { cpus?: string; memory?: string; pids?: number } } };
};

export type Compose = {
  services: Record<string, Service>;
  networks: Record<
    string,
    { internal?: boolean; ipam?: { config: { subnet: string; gateway: string }[] } } | null
  >;
};

export const COMPOSE_FILE = path.join(REPOSITORY, 'docker-compose.yml');
export const OBSERVABILITY_FILE = path.join(REPOSITORY, 'compose.observability.yml');

/** A variable of compose: `${NAME}`, with `:-` what stands for a missing one, with `:?` why it may not be missing. */
const VARIABLE = /\$\{(?<name>\w+)(?::(?<rule>[-?])(?<text>[^}]*))?\}/g;

/** A compose file, docker-compose.yml when none is named, with its anchors resolved; variables stand as written. */
export async function readCompose(file = COMPOSE_FILE): Promise<Compose> {
  return parse(await readFile(file, 'utf8'), { merge: true }) as Compose;
}

/** @throws Error for a variable that must be given and is not, as compose would refuse it. */
export function fillIn(text: string, values: Record<string, string | undefined>): string {
  return text.replaceAll(VARIABLE, (_whole, ...rest) => {
    const { name, rule, text: other } = rest.at(-1) as Record<'name' | 'rule' | 'text', string>;
    const value = values[name];
    if (value) return value;
    if (rule === '?') throw new Error(`${name} is missing: ${other}`);
    return other ?? '';
  });
}

/** The environment that compose gives a service. */
export function environmentOf(
  { environment = {} }: Service,
  values: Record<string, string | undefined>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, fillIn(text, values)]));
}

/** The names of a service's networks. */
export function networksOf({ networks }: Service): string[] {
  return Array.isArray(networks) ? networks : Object.keys(networks);
}
