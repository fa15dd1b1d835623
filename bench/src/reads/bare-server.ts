import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KnownAnswer } from './known-answers.ts';

/** The least that a server in Node can do: it has every answer ready, as bytes, by the address that is asked. */
function serve(answers: KnownAnswer[]): void {
  const ready = new Map(
    answers.map(({ url, headers, body }) => [url, { headers, body: Buffer.from(body, 'base64') }]),
  );
  const server = createServer((request, response) => {
    const answer = ready.get(request.url ?? '');
    response.writeHead(answer ? 200 : 404, answer?.headers);
    response.end(answer?.body);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

process.once('message', serve);
process.on('disconnect', () => process.exit());
