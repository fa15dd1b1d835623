import type { IncomingMessage } from 'node:http';

/** What a client might say of its own address or way; all of it is ours to say. */
const CLAIMS = /^(x-forwarded-.+|forwarded|x-real-ip)$/;
/** Headers of one connection, not of the request; the front's own connections have theirs. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'expect'];

/**
 * Makes the request's headers say who sent it and to which address, whatever the client has claimed: the API
 * limits by X-Forwarded-For and compares a browser's Origin with X-Forwarded-Host.
 */
export function setForwarded(request: IncomingMessage): void {
  const { headers, socket } = request;
  for (const name of Object.keys(headers)) if (CLAIMS.test(name)) delete headers[name];
  headers['x-forwarded-for'] = socket.remoteAddress;
  headers['x-forwarded-host'] = headers.host;
  headers['x-forwarded-proto'] = 'http';
}

/** Takes away what concerns the client's connection alone. Not for an upgrade: there it is the request. */
export function dropHopByHop(request: IncomingMessage): void {
  for (const name of [...HOP_BY_HOP, 'upgrade']) delete request.headers[name];
}
