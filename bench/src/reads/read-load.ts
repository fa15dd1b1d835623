import { clientCpuMs, treeCpuMs } from '../common/cpu-time.ts';
import { type Round, roundOf } from '../common/load.ts';
import { headerOf, type HttpAnswer } from './answer-reader.ts';
import { Caller } from './caller.ts';

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
  /** Of a body, the mean. */
  bytes: number;
  /** What a request takes of the processors, in ms, at each end. */
  cpuMs: { server: number; client: number };
  /** How many answers had which `x-cache`; `none` for those without. */
  xCache: Record<string, number>;
};

type Seen = { times: number[]; bytes: number; xCache: Record<string, number> };

const NO_X_CACHE = 'none';

/** Asks with all connections at once, each with its next request as soon as it has its answer. */
export async function runReadLoad(load: ReadLoad): Promise<ReadRound> {
  const callers = await Promise.all(Array.from({ length: load.connections }, () => Caller.open(load.port)));
  try {
    const ask = askInTurns(load);
    await askAll(callers, ask, load.warmUp);
    const before = { server: await treeCpuMs(load.pid), client: clientCpuMs() };
    const begun = performance.now();
    const { times, bytes, xCache } = await askAll(callers, ask, { seconds: load.seconds, requests: 1 });
    const seconds = (performance.now() - begun) / 1_000;
    const client = (clientCpuMs() - before.client) / times.length;
    const server = ((await treeCpuMs(load.pid)) - before.server) / times.length;
    return { ...roundOf(times, seconds), bytes: bytes / times.length, cpuMs: { server, client }, xCache };
  } finally {
    for (const caller of callers) caller.close();
  }
}

/** @returns what asks the next request. It throws when an answer is not what the load says, or not as long as the one before. */
function askInTurns({ requests, status }: ReadLoad): (caller: Caller) => Promise<HttpAnswer> {
  const bytes = requests.map((request) => Buffer.from(request));
  const lengths: number[] = [];
  let next = 0;
  return async (caller) => {
    const index = next++ % bytes.length;
    const answer = await caller.ask(bytes[index] ?? Buffer.alloc(0));
    if (answer.status !== status) throw new Error(`Not ${status}: ${answer.head}\n${answer.body.toString()}`);
    const length = (lengths[index] ??= answer.body.length);
    if (answer.body.length !== length)
      throw new Error(`${answer.body.length} bytes, and ${length} before: ${requests[index]}`);
    return answer;
  };
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
