import { gzipSync } from 'node:zlib';

/** The scripts that a page names in its HTML, each gzipped: bytes of script that a browser of today loads with it. */
export async function scriptBytes(url: string): Promise<number> {
  const html = await (await fetch(url)).text();
  const sources = [...html.matchAll(/<script\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .map((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1])
    .filter((source) => source !== undefined);
  const sizes = [...new Set(sources)].map(async (source) => {
    const text = await (await fetch(new URL(source, url))).arrayBuffer();
    return gzipSync(new Uint8Array(text)).byteLength;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
