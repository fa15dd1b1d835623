import { runLoad } from '../common/load.ts';
import type { HttpAnswer } from './answer-reader.ts';
import { Caller, insist } from './caller.ts';
import { type Get, requestsFor } from './requests.ts';

/** One answer with all its headers, to be given again. */
export type KnownAnswer = {
  url: string;
  /** Names and values in turns, as `writeHead` takes them. */
  headers: string[];
  /** Base64: it may be compressed, and goes from process to process as JSON. */
  body: string;
};

const OK = 200;
const AT_ONCE = 8;
/** What Node's server says by itself. */
const OWN = /^(?:date|connection|keep-alive|transfer-encoding|content-length)$/i;

function headersOf({ head, body }: HttpAnswer): string[] {
  const lines = head.split('\r\n').slice(1);
  const pairs = lines.map((line) => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return [...pairs.filter(([name = '']) => !OWN.test(name)).flat(), 'content-length', String(body.length)];
}

/** Asks for each once. @throws Error when an answer is anything but success */
export async function askOnce(port: number, gets: Get[]): Promise<HttpAnswer[]> {
  const requests = requestsFor(gets);
  const callers = await Promise.all(Array.from({ length: AT_ONCE }, () => Caller.open(port)));
  const free = [...callers];
  const ask = async (index: number) => {
    const caller = free.pop();
    const request = requests[index];
    if (!caller || request === undefined)
      throw new Error('More is asked at once than there are connections.');
    const answer = await insist(caller, Buffer.from(request));
    if (answer.status !== OK) throw new Error(`${request}${answer.head}\n${answer.body.toString()}`);
    free.push(caller);
    return answer;
  };
  try {
    return (await runLoad({ count: gets.length, concurrency: AT_ONCE }, ask)).answers;
  } finally {
    for (const caller of callers) caller.close();
  }
}

/** What a bare server needs to give the same answers as this one. */
export async function learnAnswers(port: number, gets: Get[]): Promise<KnownAnswer[]> {
  const answers = await askOnce(port, gets);
  return answers.map((answer, index) => ({
    url: gets[index]?.url ?? '',
    headers: headersOf(answer),
    body: answer.body.toString('base64'),
  }));
}
