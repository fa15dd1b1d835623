import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { UnreadableFile } from './import-issue.ts';

/** The limit of Shopify's own product import: what it exports, it would also take back. */
export const MAX_FILE_BYTES = 15_000_000;

export type CsvFile = {
  bytes: number;
  /** The text from the beginning, with line ends as \n; `onBytes` hears how far the reading is. */
  read(onBytes?: (bytes: number) => void): AsyncGenerator<string>;
  close(): Promise<void>;
};

const NOT_TEXT = 'The file is not a text file. Export it as "CSV UTF-8" and try again.';

/**
 * Opens a file of text in UTF-8 (a byte order mark is fine) of at most 15 MB; of a larger one nothing is read.
 * @throws UnreadableFile in words: missing, a folder, empty, too large; while reading: not text, changed meanwhile.
 */
export async function openCsvFile(file: string): Promise<CsvFile> {
  const handle = await openFile(file);
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new UnreadableFile(`${file} is a folder. Name a CSV file.`);
    if (!stat.isFile()) throw new UnreadableFile(`${file} is not a file. Name a CSV file.`);
    if (stat.size === 0) throw new UnreadableFile(`${file} is empty.`);
    if (stat.size > MAX_FILE_BYTES) throw tooLarge(stat.size);
    return {
      bytes: stat.size,
      read: (onBytes) => readText(handle, { modified: stat.mtimeMs, onBytes }),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK a pipe without a writer would be waited for, for ever.
    return await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UnreadableFile(`There is no file ${file}.`);
    if (code === 'EACCES') throw new UnreadableFile(`${file} may not be read: its permissions forbid it.`);
    if (code === 'EISDIR') throw new UnreadableFile(`${file} is a folder. Name a CSV file.`);
    throw new UnreadableFile(`${file} cannot be opened: ${message}`, {}, { cause: error });
  }
}

function tooLarge(bytes: number): UnreadableFile {
  const megabytes = (bytes / 1_000_000).toFixed(1);
  return new UnreadableFile(
    `The file has ${megabytes} MB; at most ${MAX_FILE_BYTES / 1_000_000} MB are taken. Split it between two products.`,
  );
}

type Reading = { modified: number; onBytes: ((bytes: number) => void) | undefined };

async function* readText(handle: FileHandle, { modified, onBytes }: Reading): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const buffer = new Uint8Array(64 * 1024);
  let position = 0;
  let carriageReturn = '';
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    await refuseChanged(handle, modified);
    position += bytesRead;
    const text = carriageReturn + decode(decoder, buffer.subarray(0, bytesRead), bytesRead === 0);
    // \r\n may lie across two chunks: the \r waits for what follows it.
    carriageReturn = bytesRead > 0 && text.endsWith('\r') ? '\r' : '';
    const whole = carriageReturn ? text.slice(0, -1) : text;
    if (whole) yield whole.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    onBytes?.(position);
    if (bytesRead === 0) return;
  }
}

/** What was checked in the first pass is what the second one writes. */
async function refuseChanged(handle: FileHandle, modified: number): Promise<void> {
  const { mtimeMs } = await handle.stat();
  if (mtimeMs !== modified) throw new UnreadableFile('The file was changed while it was read. Try again.');
}

function decode(decoder: TextDecoder, bytes: Uint8Array, isEnd: boolean): string {
  if (bytes.includes(0)) throw new UnreadableFile(NOT_TEXT);
  try {
    return decoder.decode(bytes, { stream: !isEnd });
  } catch (error) {
    throw new UnreadableFile(NOT_TEXT, {}, { cause: error });
  }
}
