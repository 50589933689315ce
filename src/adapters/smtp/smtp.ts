import { createTransport, type SendMailOptions } from 'nodemailer';
import { GonogoError } from '#src/errors.ts';
import type { Mail, MailOrder } from '#src/ports/mail.ts';

export type SmtpParts = {
  /** `smtps://user:password@smtp.example.com`; `smtp://` asks for STARTTLS where the server offers it. */
  readonly url: string;
  /** Who the mails are from. */
  readonly from: string;
  /** For each of connecting, the greeting and a silence in between. Default 15 s. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 15_000;

/** Mail by SMTP. The Message-ID comes from the effect, so that a second copy is recognisable as one. */
export function createSmtp({ url, from, timeoutMs = TIMEOUT_MS }: SmtpParts): Mail {
  const { hostname, host } = new URL(url);
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Whatever a runbook says, a mail never reads a file or an address of this machine.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      const sent = await transport.sendMail(messageOf(mail, from)).catch((cause: unknown) => {
        throw failureOf(cause, host);
      });
      const later = (sent.rejectedErrors ?? []).filter(isForNow).flatMap(one => one.recipient ?? []);
      // Whom it refused for good it will refuse again, and the others have it.
      const refused = sent.rejected.map(String).filter(address => !later.includes(address));
      const says = `handed to ${hostname}${refused.length === 0 ? '' : `, which refused ${refused.join(', ')}`}`;
      return later.length === 0 ? { says } : { says, later };
    },
  };
}

function messageOf({ id, to, subject, text, files = [] }: MailOrder, from: string): SendMailOptions {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    from: { name: 'gonogo', address: from },
    // As objects: a line break in a text would name further people.
    to: to.map(address => ({ name: '', address })),
    subject,
    text,
    messageId: `<${id}@${domain}>`,
    // Nobody's holiday notice answers a bot.
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: files.map(({ name, type, bytes }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(bytes),
    })),
  };
}

/** 4xx means later (RFC 5321, 4.2.1). */
function isForNow({ responseCode }: { readonly responseCode?: number | undefined }): boolean {
  return responseCode !== undefined && responseCode < 500;
}

type SmtpError = { readonly code?: string; readonly responseCode?: number; readonly syscall?: string };

/** Before the server had the mail it certainly has not sent it: these fail while connecting, agreeing or addressing. */
const BEFORE_SENDING = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EOAUTH2', 'EENVELOPE', 'EMESSAGE', 'ECONFIG']);

/** Its own words may hold addresses and passwords, so only the kind of it is said. */
function failureOf(cause: unknown, host: string): GonogoError {
  const { code = '', responseCode, syscall } = cause as SmtpError;
  if (responseCode !== undefined)
    return new GonogoError('mail.failed', `The mail server ${host} answered ${responseCode}. Check ${SETTINGS}.`, {
      retryable: isForNow({ responseCode }),
    });
  const unsent = BEFORE_SENDING.has(code) || syscall === 'connect' || syscall === 'getaddrinfo';
  const says = unsent ? 'could not be reached' : 'gave no answer; the mail may have been sent';
  return new GonogoError('mail.failed', `The mail server ${host} ${says} (${code}). Check ${SETTINGS}.`, {
    retryable: true,
    unknown: !unsent,
  });
}

const SETTINGS = 'GONOGO_SMTP_URL and GONOGO_MAIL_FROM';
