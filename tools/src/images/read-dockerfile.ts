import { readFile } from 'node:fs/promises';
import { Copy, DockerfileParser, Env, From, type Instruction, ModifiableInstruction } from 'dockerfile-ast';

export type Step =
  | { kind: 'workdir'; path: string }
  | { kind: 'env'; values: Record<string, string> }
  | { kind: 'run'; command: string }
  /** `from` is the stage that is copied from; without it the build context. */
  | { kind: 'copy'; from: string | undefined; sources: string[]; target: string };

export type Stage = {
  /** Empty for the last one, which nobody copies from. */
  name: string;
  /** The image it begins with. */
  image: string;
  /** Its instructions as written: what Docker compares when it looks for a stage that it has made before. */
  text: string;
  steps: Step[];
};

/** What an image is made by, and how a container of it is started. */
export type Dockerfile = {
  /** In their order; the last one is the image. */
  stages: Stage[];
  user: string | undefined;
  command: string[];
  /** What asks a running container whether it is well. */
  healthcheck: string[] | undefined;
};

function refuse(instruction: Instruction): never {
  const line = instruction.getRange().start.line + 1;
  throw new Error(`Line ${line} of the Dockerfile is not understood here: ${instruction.toString()}`);
}

/** The words of `CMD ["node", "main.js"]`: without a shell, so that a signal reaches the program itself. */
function wordsOf(instruction: Instruction, json: string | undefined): string[] {
  if (!json?.startsWith('[')) return refuse(instruction);
  return JSON.parse(json) as string[];
}

function newStage(instruction: From): Stage {
  const image = instruction.getImage() ?? refuse(instruction);
  return { name: instruction.getBuildStage() ?? '', image, text: '', steps: [] };
}

function readCopy(instruction: Copy): Step {
  const from = instruction.getFromFlag();
  if (instruction.getFlags().length > (from ? 1 : 0)) refuse(instruction);
  const paths = instruction.getArguments().map((argument) => argument.getValue());
  const target = paths.pop();
  if (!target || paths.length === 0) return refuse(instruction);
  return { kind: 'copy', from: from?.getValue() ?? undefined, sources: paths, target };
}

function readEnv(instruction: Env): Step {
  const pairs = instruction.getProperties().map((one) => [one.getName(), one.getUnescapedValue() ?? '']);
  return { kind: 'env', values: Object.fromEntries(pairs) };
}

function readStep(instruction: Instruction): Step {
  if (instruction instanceof Copy) return readCopy(instruction);
  if (instruction instanceof Env) return readEnv(instruction);
  const content = instruction.getArgumentsContent();
  if (!content) return refuse(instruction);
  if (instruction.getKeyword() === 'WORKDIR') return { kind: 'workdir', path: content };
  const hasFlags = instruction instanceof ModifiableInstruction && instruction.getFlags().length > 0;
  if (instruction.getKeyword() === 'RUN' && !hasFlags) return { kind: 'run', command: content };
  return refuse(instruction);
}

/** Reads the instructions that our images are made of. @throws Error on any other, so that none is passed over. */
export function parseDockerfile(text: string): Dockerfile {
  const dockerfile: Dockerfile = { stages: [], user: undefined, command: [], healthcheck: undefined };
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const content = instruction.getArgumentsContent() ?? undefined;
    if (instruction instanceof From) dockerfile.stages.push(newStage(instruction));
    const stage = dockerfile.stages.at(-1) ?? refuse(instruction);
    stage.text += `${instruction.toString()}\n`;
    if (instruction instanceof From) continue;
    else if (instruction.getKeyword() === 'USER') dockerfile.user = content;
    else if (instruction.getKeyword() === 'CMD') dockerfile.command = wordsOf(instruction, content);
    else if (instruction.getKeyword() === 'HEALTHCHECK') {
      dockerfile.healthcheck = wordsOf(instruction, content?.split(/\bCMD\s+/)[1]);
    } else stage.steps.push(readStep(instruction));
  }
  return dockerfile;
}

export async function readDockerfile(file: string): Promise<Dockerfile> {
  return parseDockerfile(await readFile(file, 'utf8'));
}
