import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { CircuitOpen } from '../infra/circuit.ts';
import { createMailer, type Mailer } from './mailer.ts';

const MAIL = {
  name: 'HF-1',
  to: 'shopper@example.com',
  subject: 'Yours',
  text: 'It is paid.',
  html: '<p>It is paid.',
};

/** A mail server that answers each command by what the function says. */
async function openPostOffice(answer: (command: string) => string): Promise<Mailer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.write('220 post.example\r\n');
    createInterface(socket).on('line', (command) => void socket.write(`${answer(command)}\r\n`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the post office has no address');
  const smtpUrl = `smtp://127.0.0.1:${address.port}`;
  const mailer = createMailer({ smtpUrl, from: 'orders@shop.example', folder: '' });
  onTestFinished(() => {
    mailer.close();
    for (const socket of sockets) socket.destroy();
    server.close();
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
  const mailer = await openPostOffice((command) => (command.startsWith('MAIL') ? '451 no room' : '250 ok'));
  expect(await failToSend(mailer, 21)).toBeInstanceOf(CircuitOpen);
  expect(mailer.circuits.map((circuit) => circuit.read())).toEqual([{ name: 'mail', state: 'open' }]);
});

it('addresses that the mail server does not know hold no other mail back', async () => {
  const mailer = await openPostOffice((command) =>
    command.startsWith('RCPT') ? '550 nobody of that name' : '250 ok',
  );
  expect(await failToSend(mailer, 25)).toMatchObject({ code: 'EENVELOPE' });
  expect(mailer.circuits.map((circuit) => circuit.read())).toEqual([{ name: 'mail', state: 'closed' }]);
});
