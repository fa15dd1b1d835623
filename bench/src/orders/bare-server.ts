import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The least that a server in Node can do: it takes a body in and gives a small JSON, in the envelope of the API. */
const ANSWER = JSON.stringify({ result: { data: { status: 'placed' } } });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length });
    response.end(ANSWER);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('disconnect', () => process.exit());
