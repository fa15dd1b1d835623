import { expect, it, onTestFinished } from 'vitest';
import { createMailer, MailServerAway, type Mailer } from './mailer.ts';
import { openPostOffice } from './testing.ts';

const MAIL = {
  name: 'HF-1',
  to: 'shopper@example.com',
  subject: 'Yours',
  text: 'It is paid.',
  html: '<p>It is paid.',
};

async function openMailer(answer: (command: string) => string): Promise<Mailer> {
  const post = await openPostOffice(answer);
  const mailer = createMailer({ smtpUrl: post.url, from: 'orders@shop.example', folder: '' });
  onTestFinished(() => {
    mailer.close();
    post.close();
  });
  return mailer;
}

/** Sends so many mails, one after the other; gives what the last one failed with. */
async function failToSend(mailer: Mailer, times: number): Promise<unknown> {
  let last: unknown;
  for (let count = 0; count < times; count += 1) {
    await mailer
      .send({ ...MAIL, eventId: String(count) }, AbortSignal.timeout(5_000))
      .catch((error: unknown) => {
        last = error;
      });
  }
  return last;
}

it('a mail server that takes nothing is left alone after some mails', async () => {
  const mailer = await openMailer((command) => (command.startsWith('MAIL') ? '451 no room' : '250 ok'));
  expect(await failToSend(mailer, 21)).toEqual(
    new MailServerAway('mail is not called now: it failed too often.'),
  );
  expect(mailer.circuits.map((circuit) => circuit.read())).toEqual([{ name: 'mail', state: 'open' }]);
});

it('addresses that the mail server does not know hold no other mail back', async () => {
  const mailer = await openMailer((command) =>
    command.startsWith('RCPT') ? '550 nobody of that name' : '250 ok',
  );
  expect(await failToSend(mailer, 25)).toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('550 nobody'),
  });
  expect(mailer.circuits.map((circuit) => circuit.read())).toEqual([{ name: 'mail', state: 'closed' }]);
});
