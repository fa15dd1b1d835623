import { enqueueJob } from '@holdfast/commerce/infra/outbox';
import { openTestLog } from '@holdfast/commerce/infra/testing-log';
import { createMailer } from '@holdfast/commerce/notifications/mailer';
import { openPostOffice } from '@holdfast/commerce/notifications/testing';
import { placeTestOrder } from '@holdfast/commerce/orders/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { eventually, openRelay, openWorkers, ownRedis } from './testing.ts';

const REDIS_DATABASE = 712;
const CONFIRM = 'notifications.order-confirmation';
const ADDRESS = 'joe.shopper@example.com';

let shop: TestShop;
let post: Awaited<ReturnType<typeof openPostOffice>>;
let sending: Awaited<ReturnType<typeof openRelay>>;
let working: Awaited<ReturnType<typeof openWorkers>>;
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
  const url = await ownRedis(shop, REDIS_DATABASE);
  sending = await openRelay(shop, url);
  const mailer = createMailer({ smtpUrl: post.url, from: 'orders@shop.example', folder: '' });
  working = await openWorkers(shop, { url, mailer });
  lines.length = 0;
});
afterEach(async () => {
  await working.close();
  await sending.close();
});

/** The confirmation of an order as the relay sends it, but with a single attempt. */
async function sendConfirmation(): Promise<string> {
  const { orderId } = await placeTestOrder(shop, { email: ADDRESS });
  await shop.db.primary.outboxEvent.deleteMany();
  await enqueueJob(shop.db.primary, { name: CONFIRM, payload: { orderId } });
  const { id, payload } = await shop.db.primary.outboxEvent.findFirstOrThrow();
  await sending.queues.notifications.add(CONFIRM, { eventId: id, payload }, { jobId: `${id}-1` });
  await eventually('the attempt is noted', async () => (await readRow(id)).attempts > 0);
  return id;
}

const readRow = (id: string) => shop.db.primary.outboxEvent.findUniqueOrThrow({ where: { id } });

it("a shopper's address that the mail server repeats comes into no log, no queue and no row", async () => {
  answer = (command) => (command.startsWith('RCPT') ? `550 <${ADDRESS}> is unknown` : '250 ok');
  const id = await sendConfirmation();
  const { notifications } = sending.queues;
  const job = await notifications.getJob(`${id}-1`);
  const told = [lines.join(''), JSON.stringify(job?.asJSON()), (await readRow(id)).lastError];
  for (const text of told) {
    expect(text).toContain('550 <(address)> is unknown');
    expect(text).not.toContain(ADDRESS);
  }
});
