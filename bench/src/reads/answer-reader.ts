export type HttpAnswer = {
  status: number;
  /** Status line and headers, without the empty line. */
  head: string;
  body: Buffer;
};

const HEAD_END = '\r\n\r\n';
const LINE_END = '\r\n';
const NOT_MODIFIED = 304;

/**
 * Puts the answers of one HTTP connection together, one after the other: of a given length, or in chunks. It knows no
 * more of HTTP than that, so that it costs its process less than an answer costs a server.
 */
export class AnswerReader {
  #received: Buffer = Buffer.alloc(0);

  /** The answer that is whole with this piece; undefined while some of it is missing. */
  push(piece: Buffer): HttpAnswer | undefined {
    this.#received = this.#received.length === 0 ? piece : Buffer.concat([this.#received, piece]);
    const answer = readAnswer(this.#received);
    if (answer) this.#received = Buffer.alloc(0);
    return answer;
  }
}

/** The value of a header in a head; undefined when it has none of the name. */
export function headerOf(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim();
}

/** What a procedure of the API has answered. */
export function dataOf({ body }: HttpAnswer): unknown {
  return (JSON.parse(body.toString()) as { result: { data: unknown } }).result.data;
}

function readAnswer(received: Buffer): HttpAnswer | undefined {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd === -1) return undefined;
  const head = received.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const body = bodyOf({ status, head }, received.subarray(headEnd + HEAD_END.length));
  return body && { status, head, body };
}

const LENGTH = /^content-length: *(\d+)/im;
const CHUNKED = /^transfer-encoding: *chunked/im;

function bodyOf({ status, head }: Omit<HttpAnswer, 'body'>, rest: Buffer): Buffer | undefined {
  // It tells the length of what it does not send.
  if (status === NOT_MODIFIED) return rest.subarray(0, 0);
  const length = LENGTH.exec(head)?.[1];
  if (length !== undefined)
    return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : undefined;
  if (!CHUNKED.test(head)) throw new Error(`An answer without a length:\n${head}`);
  return readChunks(rest);
}

function readChunks(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf(LINE_END, at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(rest.toString('latin1', at, lineEnd), 16);
    const from = lineEnd + LINE_END.length;
    at = from + size + LINE_END.length;
    if (rest.length < at) return undefined;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(rest.subarray(from, from + size));
  }
}
