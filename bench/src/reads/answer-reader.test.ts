import { expect, it } from 'vitest';
import { AnswerReader, headerOf } from './answer-reader.ts';

/** What comes of bytes that arrive one by one: after each answer the next one begins. */
function readByteByByte(bytes: string) {
  const reader = new AnswerReader();
  const pieces = [...Buffer.from(bytes)].map((byte) => Buffer.from([byte]));
  return pieces.flatMap((piece) => reader.push(piece) ?? []);
}

it('answers of a length, in chunks and without a body are told apart, however they are cut into pieces', () => {
  const answers = readByteByByte(
    'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\r\n0\r' +
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n0\r\n\r\n\r\n0b\r\nhello world\r\n0\r\n\r\n' +
      'HTTP/1.1 304 Not Modified\r\ncontent-length: 900\r\n\r\n' +
      'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 2\r\n\r\n',
  );
  expect(answers.map(({ status, body }) => [status, body.toString()])).toEqual([
    [200, '\r\n0\r'],
    [200, '0\r\n\r\nhello world'],
    [304, ''],
    [503, ''],
  ]);
});

it('an answer whose end cannot be known is an error, not a wait without end', () => {
  expect(() => readByteByByte('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n')).toThrow('without a length');
});

it('a header is found by its whole name', () => {
  const head = 'HTTP/1.1 200 OK\r\nx-cache-key: 1\r\nX-Cache: hit\r\ndate: now';
  expect(headerOf(head, 'x-cache')).toBe('hit');
  expect(headerOf(head, 'cache')).toBe(undefined);
});
