import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { unpackDebianPackages, unpackedLibraries } from './debian-packages.ts';
import { StackError } from './stack-error.ts';

/** A program's file, and the environment variables that it needs to be started. */
export type Program = { file: string; env: { LD_LIBRARY_PATH?: string } };

export type WantedProgram = {
  /** Where it may be installed: names on PATH, or absolute. */
  installed: string[];
  /** Absolute; what is fetched is unpacked here. */
  folder: string;
  /** Tried one after the other: releases differ in which of them has it. */
  packages: string[];
  /** Its path below `folder`. */
  unpacked: string;
  /** Called with this argument it ends with 0 when it is one that will do. */
  versionArgument: string;
  /** What a person is told to type when it cannot be had. */
  howToInstall: string;
};

function runs({ file, env }: Program, { versionArgument }: WantedProgram): boolean {
  const { status } = spawnSync(file, [versionArgument], { env: { ...process.env, ...env } });
  return status === 0;
}

async function findUnpacked(wanted: WantedProgram): Promise<Program | undefined> {
  const libraries = await unpackedLibraries(wanted.folder);
  const env = libraries ? { LD_LIBRARY_PATH: libraries } : {};
  const program = { file: path.join(wanted.folder, wanted.unpacked), env };
  return runs(program, wanted) ? program : undefined;
}

/**
 * A program that tests need: an installed one, one unpacked before, or Debian's, unpacked now.
 * @throws StackError that says what to type.
 */
export async function findProgram(wanted: WantedProgram): Promise<Program> {
  const installed = wanted.installed
    .map((file): Program => ({ file, env: {} }))
    .find((program) => runs(program, wanted));
  const before = installed ?? (await findUnpacked(wanted));
  if (before) return before;
  let reason = '';
  for (const name of wanted.packages) {
    try {
      const isComplete = async () => Boolean(await findUnpacked(wanted));
      await unpackDebianPackages(wanted.folder, { names: [name], librariesOf: name }, isComplete);
    } catch (error) {
      reason = (error as Error).message;
    }
    const unpacked = await findUnpacked(wanted);
    if (unpacked) return unpacked;
  }
  throw new StackError(
    `${wanted.installed[0]} was not found and could not be fetched. Type: ${wanted.howToInstall}\n${reason}`.trimEnd(),
  );
}
