import { readFile } from 'node:fs/promises';
import type { ErrorRegistry } from '@prisma/driver-adapter-utils';
import { type DiffResult, type EvaluateDataLossInput, SchemaEngine } from '@prisma/schema-engine-wasm';
import type { EngineArguments } from './arguments.ts';
import { createAdapterFactory } from './create-adapter-factory.ts';
import { print } from './json-rpc.ts';

const METHODS = [
  'applyMigrations',
  'createMigration',
  'dbExecute',
  'devDiagnostic',
  'diagnoseMigrationHistory',
  'diff',
  'evaluateDataLoss',
  'introspect',
  'markMigrationApplied',
  'markMigrationRolledBack',
  'reset',
  'schemaPush',
] as const;

async function startEngine(datamodels: string[], adapterFactory: object): Promise<SchemaEngine> {
  const files = await Promise.all(
    datamodels.map(async (path): Promise<[string, string]> => [path, await readFile(path, 'utf8')]),
  );
  return SchemaEngine.new({ datamodels: files.length > 0 ? files : undefined }, () => {}, adapterFactory);
}

async function call(engine: SchemaEngine, name: string, params: unknown): Promise<unknown> {
  const method = METHODS.find((known) => known === name);
  if (!method) throw new Error(`The schema engine does not know the method \`${name}\`.`);
  if (method === 'evaluateDataLoss') {
    // The WebAssembly engine lets only some methods open a shadow database. This one, and createMigration after it,
    // read the schema of the migrations from a cache that devDiagnostic fills.
    const { migrationsList, filters } = params as EvaluateDataLossInput;
    await engine.devDiagnostic({ migrationsList, filters });
  }
  const result: unknown = await engine[method](params as never);
  // The native engine prints the difference itself.
  if (method === 'diff') print((result as DiffResult).stdout ?? '');
  return result ?? {};
}

/** What the adapter threw; the engine only says `External error id#0`, unless it was a `DriverAdapterError`. */
function findCause(error: unknown, registry: ErrorRegistry): unknown {
  const id = /External error id#(\d+)/.exec(String(error))?.[1];
  return id === undefined ? error : (registry.consumeError(Number(id))?.error ?? error);
}

/** Answers Prisma's JSON-RPC methods with its WebAssembly engine, which is started by the first request. */
export function createRequestHandler({ datamodels, datasource }: EngineArguments) {
  const adapterFactory = createAdapterFactory(datasource);
  let engine: Promise<SchemaEngine> | undefined;
  return async (method: string, params: unknown): Promise<unknown> => {
    try {
      engine ??= startEngine(datamodels, adapterFactory);
      return await call(await engine, method, params);
    } catch (error) {
      throw findCause(error, adapterFactory.errorRegistry);
    }
  };
}
