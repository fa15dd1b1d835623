import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { enqueueJob } from '../infra/outbox.ts';
import { refundOrder } from '../orders/refund-order.ts';
import {
  closeOrder,
  cutBeforeCommit,
  operatorCall,
  placeTestOrder,
  readEvents,
  readHistory,
  type TestOrder,
  runAtOnce,
} from '../orders/testing.ts';
import { carryRefund } from '../payments/carry-refund.ts';
import { carry, takeJob, withTestProvider } from '../payments/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { createMailer } from './mailer.ts';
import { type NotificationDeps, sendOrderConfirmation } from './send-order-confirmation.ts';

const JOB = 'notifications.order-confirmation';
const FROM = 'Holdfast <orders@shop.example>';
let folder: string;
let shop: TestShop & NotificationDeps;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-mail-'));
  const mailer = createMailer({ from: FROM, folder });
  shop = { ...(await openTestShop(inject('stack'))), mailer, storefrontUrl: 'https://shop.example' };
});
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});

async function placePaid(wanted: Parameters<typeof placeTestOrder>[1] = {}): Promise<TestOrder> {
  const order = await placeTestOrder(shop, wanted);
  await shop.db.primary.$transaction((tx) =>
    enqueueJob(tx, { name: JOB, payload: { orderId: order.orderId } }),
  );
  return order;
}

const filesOf = async (order: TestOrder) =>
  (await readdir(folder)).filter((file) => file.startsWith(`${order.number}-`));

async function readMail(order: TestOrder): Promise<Message> {
  const [file] = await filesOf(order);
  if (!file) throw new Error('there is no mail');
  return parseMessage(await readFile(path.join(folder, file), 'latin1'));
}

async function expectNothingSent(order: TestOrder): Promise<void> {
  expect(await filesOf(order)).toEqual([]);
  expect(await readHistory(shop, order.orderId)).not.toContain('confirmation_sent');
  const [event] = await readEvents(shop, order.orderId, JOB);
  expect(event?.closedAt).not.toBeNull();
}

describe('the confirmation of an order', () => {
  it('is a file of its own with lines, totals and the way to the order', async () => {
    const order = await placePaid({
      title: 'Rope <5 m> & hook',
      amount: 123_450,
      quantity: 2,
      email: 'a.shopper@example.com',
    });
    const job = await takeJob(shop, order, JOB);
    await sendOrderConfirmation(shop, job);

    expect(await filesOf(order)).toEqual([`${order.number}-${job.eventId}.eml`]);
    const mail = await readMail(order);
    expect(mail.headers).toMatchObject({
      from: FROM,
      to: 'a.shopper@example.com',
      subject: `Your order ${order.number}`,
      'message-id': `<${job.eventId}@shop.example>`,
    });
    const link = `https://shop.example/orders/${order.number}?token=${order.accessToken}`;
    for (const expected of [
      '2 × Rope <5 m> & hook: $2,469.00',
      'Shipping: $5.00',
      'Total: $2,474.00',
      link,
    ]) {
      expect(mail.text).toContain(expected);
    }
    expect(mail.html).toContain('<td>2 × Rope &lt;5 m&gt; &amp; hook</td><td>$2,469.00</td>');
    expect(mail.html).toContain(`<a href="${link}">`);
    expect(mail.html).toContain('dir="ltr"');
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'confirmation_sent']);
    const [event] = await readEvents(shop, order.orderId, JOB);
    expect(event?.closedAt).not.toBeNull();
  });

  it('of a Hebrew order is in Hebrew, from right to left, and leads to the Hebrew page', async () => {
    const order = await placePaid({ locale: 'he', currency: 'ILS', amount: 4_990 });
    await sendOrderConfirmation(shop, await takeJob(shop, order, JOB));
    const mail = await readMail(order);
    expect(mail.text).toContain('סך הכול');
    expect(mail.text).toContain('69.90');
    expect(mail.text).toContain('₪');
    expect(mail.html).toContain('<html lang="he" dir="rtl">');
    expect(mail.text).toContain(`https://shop.example/he/orders/${order.number}?token=`);
  });

  it('is not made again by the same event, neither later nor at once', async () => {
    const order = await placePaid();
    const job = await takeJob(shop, order, JOB);
    await runAtOnce(shop, () => sendOrderConfirmation(shop, job));
    const [file = ''] = await filesOf(order);
    const written = (await stat(path.join(folder, file))).mtimeMs;
    await sendOrderConfirmation(shop, job);

    expect(await filesOf(order)).toHaveLength(1);
    expect((await stat(path.join(folder, file))).mtimeMs).toBe(written);
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'confirmation_sent']);
  });

  it('is not sent to somebody whose data was erased', async () => {
    const order = await placePaid();
    await shop.db.primary.orderContact.delete({ where: { orderId: order.orderId } });
    await sendOrderConfirmation(shop, await takeJob(shop, order, JOB));
    await expectNothingSent(order);
  });

  it('is not sent for an order that was cancelled before it could go out', async () => {
    const order = await placePaid();
    await closeOrder(shop, order);
    await sendOrderConfirmation(shop, await takeJob(shop, order, JOB));
    await expectNothingSent(order);
  });

  it('is not sent for an order whose money has gone back before it could go out', async () => {
    const paying = withTestProvider(shop);
    const order = await placeTestOrder(shop);
    await carry(paying, order);
    const { number } = order;
    await refundOrder(shop, operatorCall({ number, reason: 'It is broken.', restock: false }));
    await carryRefund(paying, await takeJob(shop, order, 'payments.refund'));
    await sendOrderConfirmation(shop, await takeJob(shop, order, JOB));
    await expectNothingSent(order);
  });

  it('goes out by SMTP where there is one, and keeps its Message-ID when a crash has it sent again', async () => {
    await using post = await openPostOffice();
    const mailer = createMailer({ smtpUrl: post.url, from: FROM, folder });
    const order = await placePaid();
    const job = await takeJob(shop, order, JOB);
    const send = () => sendOrderConfirmation({ ...shop, mailer }, job);
    await expect(cutBeforeCommit(shop, order.orderId, send)).rejects.toThrow();
    await send();
    mailer.close();

    const ids = post.received.map((raw) => parseMessage(raw).headers['message-id']);
    expect(ids).toEqual([`<${job.eventId}@shop.example>`, `<${job.eventId}@shop.example>`]);
    expect(await filesOf(order)).toEqual([]);
    expect(await readHistory(shop, order.orderId)).toEqual(['placed', 'confirmation_sent']);
  });
});

/** Just enough of an SMTP server to take mails. */
async function openPostOffice() {
  const received: string[] = [];
  const server = createServer((socket) => {
    let data: string | null = null;
    let unread = '';
    socket.setEncoding('latin1').write('220 post.example\r\n');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      unread += chunk;
      for (let end = unread.indexOf('\r\n'); end >= 0; end = unread.indexOf('\r\n')) {
        const line = unread.slice(0, end);
        unread = unread.slice(end + 2);
        if (data !== null && line !== '.') data += `${line}\r\n`;
        else if (data !== null) {
          received.push(data);
          data = null;
          socket.write('250 taken\r\n');
        } else if (line === 'DATA') {
          data = '';
          socket.write('354 go on\r\n');
        } else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the post office has no address');
  return {
    received,
    url: `smtp://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

type Message = { headers: Record<string, string>; text: string; html: string };

function parseMessage(raw: string): Message {
  const { headers, body } = parsePart(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1];
  const parts = body.split(`--${boundary}`).slice(1, -1).map(parsePart);
  const decoded = (type: string) => {
    const part = parts.find((candidate) => candidate.headers['content-type']?.startsWith(type));
    return part ? decodeBody(part.body, part.headers['content-transfer-encoding']) : '';
  };
  return { headers, text: decoded('text/plain'), html: decoded('text/html') };
}

function parsePart(raw: string) {
  const part = raw.replace(/^\r\n/, '');
  const end = part.indexOf('\r\n\r\n');
  const head = part.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const headers = Object.fromEntries(
    head.split('\r\n').map((line) => {
      const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
      return [name.toLowerCase(), value];
    }),
  );
  return { headers: headers as Record<string, string>, body: part.slice(end + 4) };
}

function decodeBody(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
