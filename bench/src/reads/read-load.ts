import { clientCpuMs, treeCpuMs } from '../common/cpu-time.ts';
import { percentile } from '../common/figures.ts';
import { type Round, roundOf } from '../common/load.ts';
import { headerOf, type HttpAnswer } from './answer-reader.ts';
import { Caller, insist } from './caller.ts';

/** What one server is asked, over and over. Plain, since it is handed to a process of its own. */
export type ReadLoad = {
  /** 127.0.0.1, always. */
  port: number;
  /** Of the process that answers: its CPU is told, with that of its children. */
  pid: number;
  connections: number;
  /** The bytes of whole requests, which the connections take in turns. */
  requests: string[];
  /** The status that each answer must have. */
  status: number;
  /** What is asked before anything is measured: at least for so long, and at least so many. */
  warmUp: { seconds: number; requests: number };
  seconds: number;
};

export type ReadRound = Round & {
  /** Half of the answers before anything was measured took this long at most, in ms; undefined where there were none. */
  warmUpP50: number | undefined;
  /** Of a body, the mean. */
  bytes: number;
  /** What a request takes of the processors, in ms, at each end. */
  cpuMs: { server: number; client: number };
  /** How many times a busy process has turned a request away, which was then asked again. */
  shed: number;
  /** How many answers had which `x-cache`; `none` for those without. */
  xCache: Record<string, number>;
};

type Seen = { times: number[]; bytes: number; xCache: Record<string, number> };

const NO_X_CACHE = 'none';

/** Asks with all connections at once, each with its next request as soon as it has its answer. */
export async function runReadLoad(load: ReadLoad): Promise<ReadRound> {
  const callers = await Promise.all(Array.from({ length: load.connections }, () => Caller.open(load.port)));
  try {
    const requests = new RequestsInTurns(load);
    const ask = (caller: Caller) => requests.ask(caller);
    const warmUp = await askAll(callers, ask, load.warmUp);
    const before = { server: await treeCpuMs(load.pid), client: clientCpuMs(), shed: requests.shed };
    const begun = performance.now();
    const { times, bytes, xCache } = await askAll(callers, ask, { seconds: load.seconds, requests: 1 });
    const seconds = (performance.now() - begun) / 1_000;
    const client = (clientCpuMs() - before.client) / times.length;
    const server = ((await treeCpuMs(load.pid)) - before.server) / times.length;
    return {
      ...roundOf(times, seconds),
      warmUpP50: warmUp.times.length > 0 ? percentile(warmUp.times, 0.5) : undefined,
      bytes: bytes / times.length,
      cpuMs: { server, client },
      shed: requests.shed - before.shed,
      xCache,
    };
  } finally {
    for (const caller of callers) caller.close();
  }
}

class RequestsInTurns {
  readonly #requests: Buffer[];
  readonly #status: number;
  /** Of the first answer to each request. */
  readonly #lengths: number[] = [];
  #next = 0;
  shed = 0;

  constructor({ requests, status }: ReadLoad) {
    this.#requests = requests.map((request) => Buffer.from(request));
    this.#status = status;
  }

  /** Asks the next one. @throws Error when its answer has another status, or is not as long as the one before */
  async ask(caller: Caller): Promise<HttpAnswer> {
    const index = this.#next++ % this.#requests.length;
    const request = this.#requests[index] ?? Buffer.alloc(0);
    const answer = await insist(caller, request, () => (this.shed += 1));
    const { status, head, body } = answer;
    if (status !== this.#status) throw new Error(`${request.toString()}${head}\n${body.toString()}`);
    const length = (this.#lengths[index] ??= body.length);
    if (body.length !== length)
      throw new Error(`${body.length} bytes, and ${length} before: ${request.toString()}`);
    return answer;
  }
}

async function askAll(
  callers: Caller[],
  ask: (caller: Caller) => Promise<HttpAnswer>,
  { seconds, requests }: { seconds: number; requests: number },
): Promise<Seen> {
  const seen: Seen = { times: [], bytes: 0, xCache: {} };
  const end = performance.now() + seconds * 1_000;
  let begun = 0;
  const work = async (caller: Caller) => {
    while (begun < requests || performance.now() < end) {
      begun += 1;
      const sent = performance.now();
      const { head, body } = await ask(caller);
      seen.times.push(performance.now() - sent);
      seen.bytes += body.length;
      const xCache = headerOf(head, 'x-cache') ?? NO_X_CACHE;
      seen.xCache[xCache] = (seen.xCache[xCache] ?? 0) + 1;
    }
  };
  await Promise.all(callers.map(work));
  return seen;
}
