import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';

/** A terminal, or a log, that keeps what is written to it until somebody reads it. */
export function fakeTerminal({ isTTY }: { isTTY: boolean }): {
  out: NodeJS.WriteStream;
  written: () => string;
} {
  const stream = Object.assign(new PassThrough(), {
    isTTY,
    columns: 300,
    getColorDepth: () => WriteStream.prototype.getColorDepth(),
  });
  return { out: stream as unknown as NodeJS.WriteStream, written: () => String(stream.read() ?? '') };
}
