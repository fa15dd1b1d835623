import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
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
  /** @throws MailNotSent */
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

/** The mail server did not take the mail, or was not asked: it failed too often a moment ago. */
export class MailNotSent extends Error {
  override readonly name = 'MailNotSent';
}

export function createMailer(options: MailerOptions): Mailer {
  return options.smtpUrl
    ? createSmtpMailer(options.smtpUrl, options.from)
    : createFileMailer(options.folder, options.from);
}

function createSmtpMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport({ url: smtpUrl, pool: true });
  const circuit = new Circuit('mail', isServersFault);
  return {
    send: async (mail, signal) => {
      try {
        await circuit.run(() => transport.sendMail({ ...toMessage(mail, from), signal }));
      } catch (error) {
        // Nodemailer's error holds the address in several fields, and goes into logs and Redis with all of them.
        throw new MailNotSent(describeError(error));
      }
    },
    circuits: [circuit],
    close: () => transport.close(),
  };
}

/** An address or a mail that the server will never take says nothing about other mails. */
function isServersFault(error: unknown): boolean {
  const { code = '', responseCode = 0 } = error as { code?: string; responseCode?: number };
  return !(['EENVELOPE', 'EMESSAGE'].includes(code) && responseCode >= 500);
}

/** One .eml file a mail, named by its event: sent again, it is the same file, and never half of it. */
function createFileMailer(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(toMessage(mail, from));
      await mkdir(folder, { recursive: true });
      const file = path.join(folder, `${mail.name}-${mail.eventId}.eml`);
      const unfinished = `${file}.${randomUUID()}.tmp`;
      await writeFile(unfinished, message);
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
