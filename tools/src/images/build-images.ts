import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runToEnd } from '../stack/process.ts';
import { PATH_WITH_OUR_NODE, REPOSITORY } from '../stack/repository.ts';
import { type Accepts, copyFiles, readDockerignore } from './copy-files.ts';
import { type Dockerfile, readDockerfile, type Stage, type Step } from './read-dockerfile.ts';

/** An image without what is below it: its files in a folder that stands for `/`, and how it is started. */
export type Image = Pick<Dockerfile, 'command' | 'healthcheck' | 'user'> & BuiltStage;

type BuiltStage = {
  root: string;
  /** Absolute, in the image's own terms. */
  workdir: string;
  env: Record<string, string>;
};

/** What a test run or a shell sets and would change a build. Of the rest the network may be in need. */
const NOT_PASSED_ON = /^(VITEST.*|TEST|NODE_ENV|NODE_OPTIONS)$/;
/** Stands in for Docker's cache of layers: what was built of the same sources before is taken again. */
const TURBO_CACHE = path.join(REPOSITORY, '.cache/images');

function passedOn(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.test(name)));
}

/**
 * Makes what our Dockerfiles would put above their base images, in bare folders and without an engine. `RUN` runs on
 * this machine with the workspace's Node, in the folder that stands for WORKDIR.
 */
export class ImageBuilder {
  readonly #folder: string;
  readonly #accepts: Promise<Accepts> = readDockerignore(REPOSITORY);
  /** By their text: one that several images begin with is made once. */
  readonly #stages = new Map<string, Promise<BuiltStage>>();

  /** `folder` must lie where no `node_modules` is above it. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws Error with the output of a RUN that fails. */
  async build(dockerfile: string): Promise<Image> {
    const { stages, command, healthcheck, user } = await readDockerfile(dockerfile);
    const last = stages.at(-1);
    if (!last) throw new Error(`${dockerfile} is empty.`);
    return { ...(await this.#stage(last, stages)), command, healthcheck, user };
  }

  #stage(stage: Stage, all: Stage[]): Promise<BuiltStage> {
    const sources = all.filter(({ name }) =>
      stage.steps.some((step) => step.kind === 'copy' && step.from === name),
    );
    const key = [stage, ...sources].map(({ text }) => text).join('');
    const made = this.#stages.get(key) ?? this.#make(stage, all);
    this.#stages.set(key, made);
    return made;
  }

  async #make(stage: Stage, all: Stage[]): Promise<BuiltStage> {
    const built: BuiltStage = {
      root: path.join(this.#folder, `stage-${this.#stages.size}`),
      workdir: '/',
      env: {},
    };
    for (const step of stage.steps) await this.#do(step, built, all);
    return built;
  }

  async #do(step: Step, built: BuiltStage, all: Stage[]): Promise<void> {
    const here = path.join(built.root, built.workdir);
    if (step.kind === 'env') Object.assign(built.env, step.values);
    else if (step.kind === 'workdir') built.workdir = path.resolve(built.workdir, step.path);
    else if (step.kind === 'run') await this.#run(step.command, built);
    else {
      const target = `${path.resolve(here, step.target)}${step.target.endsWith('/') ? '/' : ''}`;
      await copyFiles({ ...(await this.#source(step.from, all)), sources: step.sources, target });
    }
    await mkdir(path.join(built.root, built.workdir), { recursive: true });
  }

  async #source(from: string | undefined, all: Stage[]): Promise<{ root: string; accepts?: Accepts }> {
    if (!from) return { root: REPOSITORY, accepts: await this.#accepts };
    const stage = all.find(({ name }) => name === from);
    if (!stage) throw new Error(`There is no stage ${from} to copy from.`);
    return { root: (await this.#stage(stage, all)).root };
  }

  async #run(command: string, { root, workdir, env }: BuiltStage): Promise<void> {
    await runToEnd({
      file: 'sh',
      args: ['-c', command],
      cwd: path.join(root, workdir),
      env: { ...passedOn(), PATH: PATH_WITH_OUR_NODE, TURBO_CACHE_DIR: TURBO_CACHE, ...env },
    });
  }
}
