import { openTestLog } from '@holdfast/commerce/infra/testing-log';
import { createMailer } from '@holdfast/commerce/notifications/mailer';
import { openPostOffice } from '@holdfast/commerce/notifications/testing';
import { placeTestOrder } from '@holdfast/commerce/orders/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it, onTestFinished } from 'vitest';
import { eventually, openRelay, openWorkers, ownRedis } from './testing.ts';

const REDIS_DATABASE = 712;
const CONFIRM = 'notifications.order-confirmation';
const ADDRESS = 'joe.shopper@example.com';

let shop: TestShop;
let post: Awaited<ReturnType<typeof openPostOffice>>;
let redisUrl: string;
let sending: Awaited<ReturnType<typeof openRelay>>;
let answer: (command: string) => string;
const { log, lines } = openTestLog();

beforeAll(async () => {
  shop = { ...(await openTestShop(inject('stack'))), log };
  post = await openPostOffice((command) => answer(command));
});
afterAll(async () => {
  post.close();
  await shop.close();
});
beforeEach(async () => {
  redisUrl = await ownRedis(shop, REDIS_DATABASE);
  sending = await openRelay(shop, redisUrl);
  lines.length = 0;
});
afterEach(() => sending.close());

async function workWithMailServer(smtpUrl: string): Promise<void> {
  const mailer = createMailer({ smtpUrl, from: 'orders@shop.example', folder: '' });
  const working = await openWorkers(shop, { url: redisUrl, mailer });
  onTestFinished(async () => {
    await working.close();
    mailer.close();
  });
}

/** The confirmation of an order as the relay sends it, but with so many attempts, after the first of them. */
async function failToConfirm(attempts: number): Promise<string> {
  const { orderId } = await placeTestOrder(shop, { email: ADDRESS });
  await shop.db.primary.outboxEvent.deleteMany();
  const { id } = await shop.db.primary.outboxEvent.create({
    data: { job: CONFIRM, payload: { orderId }, generation: 1, dueAt: new Date(Date.now() + 60_000) },
  });
  const data = { eventId: id, payload: { orderId } };
  await sending.queues.notifications.add(CONFIRM, data, { attempts, jobId: `${id}-1` });
  await eventually('the attempt is noted', async () => (await readRow(id)).attempts > 0);
  return id;
}

const readRow = (id: string) => shop.db.primary.outboxEvent.findUniqueOrThrow({ where: { id } });

it("a shopper's address that the mail server repeats comes into no log, no queue and no row", async () => {
  answer = refuseAddress;
  await workWithMailServer(post.url);
  const id = await failToConfirm(1);
  const { notifications } = sending.queues;
  const job = await notifications.getJob(`${id}-1`);
  const told = [lines.join(''), JSON.stringify(job?.asJSON()), (await readRow(id)).lastError];
  for (const text of told) {
    expect(text).toContain('550 <(address)> is unknown');
    expect(text).not.toContain(ADDRESS);
  }
});

const refuseAddress = (command: string) =>
  command.startsWith('RCPT') ? `550 <${ADDRESS}> is unknown` : '250 ok';

it('a mail to an address that the mail server will never take is dead with its first attempt', async () => {
  answer = refuseAddress;
  await workWithMailServer(post.url);
  const id = await failToConfirm(8);
  expect(await readRow(id)).toMatchObject({ attempts: 1, deadAt: expect.any(Date) });
});

it.each([
  ['is not there', 'smtp://127.0.0.1:1', ''],
  ['takes no mail now', undefined, '451 no room'],
  ['does not know us', undefined, '550 who are you'],
])('no confirmation is given up while the mail server %s', async (_, url, refusal) => {
  answer = (command) => (command.startsWith('MAIL') ? refusal : '250 ok');
  await workWithMailServer(url ?? post.url);
  const id = await failToConfirm(1);
  expect(await readRow(id)).toMatchObject({ generation: 1, deadAt: null });
  await sending.relay.start();
  await shop.db.primary.outboxEvent.update({ where: { id }, data: { dueAt: new Date() } });
  await eventually('it was tried again', async () => (await readRow(id)).attempts > 1);
  expect(await readRow(id)).toMatchObject({ generation: 2, deadAt: null });
});
