import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '@holdfast/shared/errors';
import { createTransport } from 'nodemailer';
import { Circuit } from '../infra/circuit.ts';
import { describeError } from '../infra/describe-error.ts';

export type Mail = {
  /** The event that asked for it: sent twice, it is recognisably the same mail. */
  eventId: string;
  /** What a person may call it, such as the order's number. */
  name: string;
  to: string;
  subject: string;
  text: string;
  html: string;
};

export type Mailer = {
  /**
   * @throws MailServerAway
   * @throws DomainError CONFLICT: the mail server will never take this mail.
   */
  send(mail: Mail, signal: AbortSignal): Promise<void>;
  /** That of the mail server, where there is one. */
  circuits: Circuit[];
  close(): void;
};

export type MailerOptions = {
  /** smtp:// or smtps://, with credentials in it. Missing: mails become files. */
  smtpUrl?: string | undefined;
  /** Sender, "Name <address>" or the address alone. */
  from: string;
  /** Where mails become files. */
  folder: string;
};

/**
 * The mail server takes no mails now, or was not asked since it failed too often a moment ago. That says nothing about
 * this mail, which goes out as soon as it is back.
 */
export class MailServerAway extends Error {
  override readonly name = 'MailServerAway';
}

/** Less than the time of the job, so that a silent server is told from a slow database. */
const SEND_MS = 15_000;

export function createMailer(options: MailerOptions): Mailer {
  return options.smtpUrl
    ? createSmtpMailer(options.smtpUrl, options.from)
    : createFileMailer(options.folder, options.from);
}

function createSmtpMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport({ url: smtpUrl, pool: true });
  const circuit = new Circuit('mail', (error) => !isRefusal(error));
  return {
    send: async (mail, signal) => {
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(SEND_MS)]);
      try {
        await circuit.run(() => transport.sendMail({ ...toMessage(mail, from), signal: inTime }));
      } catch (error) {
        throw withoutAddress(error);
      }
    },
    circuits: [circuit],
    close: () => transport.close(),
  };
}

/** Nodemailer's error holds the address in several fields, and would go into logs and Redis with all of them. */
function withoutAddress(error: unknown): Error {
  const message = describeError(error);
  return isRefusal(error) ? new DomainError('CONFLICT', message) : new MailServerAway(message);
}

/** What nodemailer says of an answer that it did not want; `permanent`: the server would give it again. */
type Refusal = { code?: string; command?: string; permanent?: boolean };

/**
 * Whether the server will never take this mail, be it for its address or for what it says: that is an answer, and says
 * nothing about other mails. A sender that it does not take is the same in all of them, and is ours to put right.
 */
function isRefusal(error: unknown): boolean {
  const { code = '', command, permanent = false } = error as Refusal;
  return permanent && ['EENVELOPE', 'EMESSAGE'].includes(code) && command !== 'MAIL FROM';
}

/** One .eml file a mail, named by its event: sent again, it is the same file, and never half of it. */
function createFileMailer(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(toMessage(mail, from));
      const file = path.join(folder, `${mail.name}-${mail.eventId}.eml`);
      const unfinished = `${file}.${randomUUID()}.tmp`;
      await writeFile(unfinished, message).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        await mkdir(folder, { recursive: true });
        await writeFile(unfinished, message);
      });
      await rename(unfinished, file);
    },
    circuits: [],
    close: () => transport.close(),
  };
}

/**
 * A crash between the sending and its receipt sends a mail again, SMTP knows no better. Its Message-ID comes from
 * the event, so mailboxes and relays can take the second for what it is.
 */
function toMessage(mail: Mail, from: string) {
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.eventId}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
