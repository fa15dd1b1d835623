import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { newNonce } from './nonce.ts';
import { findNonce, packAround, packedWithNonce, withNonce } from './page-bytes.ts';

const OLD = newNonce();
const NEW = newNonce();

async function packedAnew(page: string): Promise<Buffer> {
  const found = findNonce(Buffer.from(page), OLD);
  const plain = withNonce(found, NEW);
  return packedWithNonce(await packAround(found, OLD.length), { plain, nonce: NEW });
}

const SCRIPT = `<script nonce="${OLD}">self.__next_f.push([1,"${'דף '.repeat(60)}"])</script>`;
/** In which nothing repeats itself, but for what is around the nonce. */
const NOISE = randomBytes(60_000).toString('hex');

it.each([
  ['none', '<p>no script</p>'],
  ['nothing', ''],
  ['one and nothing else', OLD],
  ['one at each end', `${OLD} between ${OLD}`],
  ['two side by side', `a${OLD}${OLD}b`],
  ['many', SCRIPT.repeat(40)],
  ['some far from each other', `${SCRIPT}${NOISE}${SCRIPT}${NOISE}`],
])('a packed page with another nonce is the page with another nonce: %s', async (_name, page) => {
  expect(gunzipSync(await packedAnew(page)).toString()).toBe(page.replaceAll(OLD, NEW));
});

it('never packs what follows as a repetition of a nonce', async () => {
  const page = `<i nonce="${OLD}">${[8, 16, 24, 40].map((length) => OLD.slice(0, length)).join('|')}</i>`;
  expect(gunzipSync(await packedAnew(page)).toString()).toBe(page.replaceAll(OLD, NEW));
});

it('a packed page is about as small as one that is packed in one piece', async () => {
  const page = `${NOISE.slice(0, 20_000)}${SCRIPT.repeat(30)}`;
  const most = gzipSync(page).length + 30 * (OLD.length + 40);
  expect((await packedAnew(page)).length).toBeLessThan(most);
});
