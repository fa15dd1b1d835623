import readline from 'node:readline';

type Request = { id: number; method: string; params: unknown };
type Handler = (method: string, params: unknown) => Promise<unknown>;

/** Prisma's CLI looks into `data` of an error with this code. */
const ENGINE_ERROR = 4466;

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function sendError(id: number, error: unknown): void {
  const { message, code, meta } = error as Error & { code?: string; meta?: unknown };
  const data = { is_panic: false, message, error_code: code, meta };
  send({ id, error: { code: ENGINE_ERROR, message: 'The schema engine failed.', data } });
}

/** Has the CLI print a text; it acknowledges that, which needs no answer. */
export function print(content: string): void {
  send({ id: 0, method: 'print', params: { content } });
}

/** Answers JSON-RPC requests on stdin, one after the other, until it is closed. */
export async function serveJsonRpc(handle: Handler): Promise<void> {
  let current = 0;
  // A panic of the WebAssembly engine rejects no promise. Left unanswered, the CLI would exit with 0.
  process.once('uncaughtException', (error) => {
    sendError(current, error);
    process.exit(1);
  });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line) as Partial<Request>;
    if (id === undefined || method === undefined) continue;
    current = id;
    try {
      send({ id, result: await handle(method, params) });
    } catch (error) {
      sendError(id, error);
    }
  }
}
