import { constants, crc32, deflateRaw } from 'node:zlib';
import { promisify } from 'node:util';

/** The nonce of a page is 48 bytes long, wherever it stands. */
export type PageBytes = { bytes: Buffer; nonceAt: number[] };

/** How far back a gzip looks. */
const WINDOW_BYTES = 32_768;
const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** An empty last block. */
const GZIP_END = Buffer.from([3, 0]);
const GZIP_TAIL_BYTES = 8;

const deflate = promisify(deflateRaw);

/** A page as it was rendered, and where its nonce stands in it. */
export function findNonce(bytes: Buffer, nonce: string): PageBytes {
  const nonceAt: number[] = [];
  for (let at = bytes.indexOf(nonce); at >= 0; at = bytes.indexOf(nonce, at + nonce.length)) nonceAt.push(at);
  return { bytes, nonceAt };
}

/** A copy with another nonce of the same length. */
export function withNonce({ bytes, nonceAt }: PageBytes, nonce: string): Buffer {
  const copy = Buffer.from(bytes);
  for (const at of nonceAt) copy.write(nonce, at, 'latin1');
  return copy;
}

/**
 * A page as gzip in which the nonce stands as it is, so that another can be written over it. What is between is packed piece by
 * piece, each in blocks that end with a byte; the pieces before it are known to it, with zeros for the nonce, which no
 * page holds: so nothing is packed as a repetition of what will change.
 */
export async function packAround({ bytes, nonceAt }: PageBytes, nonceLength: number): Promise<PageBytes> {
  const known = withNonce({ bytes, nonceAt }, '\0'.repeat(nonceLength));
  const begins = [0, ...nonceAt.map((at) => at + nonceLength)];
  const pieces = await Promise.all(
    begins.map((begin, index) => {
      const dictionary = known.subarray(Math.max(0, begin - WINDOW_BYTES), begin);
      return deflate(bytes.subarray(begin, nonceAt[index] ?? bytes.length), {
        finishFlush: constants.Z_SYNC_FLUSH,
        ...(begin > 0 && { dictionary }),
      });
    }),
  );
  const parts: Buffer[] = [GZIP_HEAD];
  const packedAt: number[] = [];
  let length = GZIP_HEAD.length;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) {
      add(storedBlockHead(nonceLength));
      packedAt.push(length);
      add(Buffer.alloc(nonceLength));
    }
    add(piece);
  }
  add(GZIP_END);
  add(Buffer.alloc(GZIP_TAIL_BYTES));
  return { bytes: Buffer.concat(parts, length), nonceAt: packedAt };
}

/** What `packAround` made of a page, with its nonce; `plain` is the page itself with the same one. */
export function packedWithNonce(
  packed: PageBytes,
  { plain, nonce }: { plain: Buffer; nonce: string },
): Buffer {
  const copy = withNonce(packed, nonce);
  const tail = copy.length - GZIP_TAIL_BYTES;
  copy.writeUInt32LE(crc32(plain), tail);
  copy.writeUInt32LE(plain.length, tail + 4);
  return copy;
}

/** Of a block that is not packed: its length, and the same with each bit turned. */
function storedBlockHead(length: number): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(length, 1);
  head.writeUInt16LE(length ^ 0xffff, 3);
  return head;
}
