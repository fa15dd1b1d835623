import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../stack/repository.ts';
import { readDockerignore } from './copy-files.ts';
import { parseDockerfile } from './read-dockerfile.ts';

const FILES = ['apps/api', 'apps/web', 'apps/worker', 'tools'].map((folder) => `${folder}/Dockerfile`);

const inRepository = (file: string) => path.join(REPOSITORY, file);
const manifest = JSON.parse(await readFile(inRepository('package.json'), 'utf8')) as {
  packageManager: string;
  devDependencies: Record<string, string>;
};
const texts = new Map(
  await Promise.all(
    FILES.map(async (file): Promise<[string, string]> => [file, await readFile(inRepository(file), 'utf8')]),
  ),
);

describe.each([...texts])('%s', (_file, text) => {
  const { stages, user, command, healthcheck } = parseDockerfile(text);

  it('has no finding of the linter', () => {
    expect(validate(text)).toEqual([]);
  });

  it('begins with the Node and takes the pnpm that the repository runs on', () => {
    const base = `node:${manifest.devDependencies.node}-trixie-slim`;
    expect(new Set(stages.map(({ image }) => image))).toEqual(new Set([base]));
    expect(new Set(text.match(/pnpm@[\d.]+/g))).toEqual(new Set([manifest.packageManager]));
  });

  it('copies nothing that is not there', async () => {
    const accepts = await readDockerignore(REPOSITORY);
    const copies = stages.flatMap(({ steps }) => steps).filter((step) => step.kind === 'copy');
    for (const { from, sources } of copies) {
      if (from) expect(stages.map(({ name }) => name)).toContain(from);
      else
        for (const source of sources) expect(globSync(inRepository(source)).filter(accepts)).not.toEqual([]);
    }
  });

  it('runs Node itself, so that a signal reaches it, and not as root', () => {
    expect(command[0]).toBe('node');
    expect(user).toBe('node');
  });

  it('is asked for its health when it goes on running', () => {
    const isOneShot = command.some((word) => word.endsWith('set-up.js'));
    expect(healthcheck?.[0]).toBe(isOneShot ? undefined : 'node');
  });
});

it('all images begin with one and the same build, which is made once', () => {
  const builds = [...texts.values()].map((text) => parseDockerfile(text).stages[0]?.text);
  expect(new Set(builds).size).toBe(1);
});

it('neither secrets, data, tests nor what was built here reach a build', async () => {
  const accepts = await readDockerignore(REPOSITORY);
  const kept = (file: string) => accepts(inRepository(file));
  for (const file of [
    '.env',
    '.data/local.env',
    '.git/config',
    'docs/deploy.md',
    'node_modules/pg/package.json',
  ])
    expect(kept(file), file).toBe(false);
  for (const file of ['apps/api/src/config.test.ts', 'apps/api/dist/main.js', 'apps/web/.next/BUILD_ID'])
    expect(kept(file), file).toBe(false);
  for (const file of ['apps/api/src/main.ts', 'packages/db/prisma/schema/main.prisma', 'pnpm-lock.yaml']) {
    expect(existsSync(inRepository(file))).toBe(true);
    expect(kept(file), file).toBe(true);
  }
});

it('an instruction that is not understood is refused, not passed over', () => {
  const begin = 'FROM node:24 AS build\n';
  for (const line of [
    'ADD . .',
    'RUN --mount=type=cache true',
    'COPY --chown=node . .',
    'CMD node main.js',
    'VOLUME /x',
  ])
    expect(() => parseDockerfile(begin + line), line).toThrow(/Line 2 of the Dockerfile is not understood/);
});
