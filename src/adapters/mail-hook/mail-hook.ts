import { GonogoError } from '#src/errors.ts';
import type { Http, HttpAnswer } from '#src/ports/http.ts';
import type { Mail } from '#src/ports/mail.ts';

export type MailHookParts = {
  /** Takes `POST {to, subject, text, files?: [{name, type, base64}]}` and sends the mail. May be a secret: no message shows it. */
  readonly url: string;
  readonly http: Http;
  /** Default 10 s. */
  readonly timeoutMs?: number;
};

/** Mail through a hook that the operator names: any relay that takes JSON will do. */
export function createMailHook({ url, http, timeoutMs = 10_000 }: MailHookParts): Mail {
  return {
    async send({ id, to, subject, text, files = [] }) {
      const attached = files.map(({ name, type, bytes }) => ({
        name,
        type,
        base64: Buffer.from(bytes).toString('base64'),
      }));
      const request = {
        method: 'POST',
        url,
        headers: { 'idempotency-key': id },
        json: { to, subject, text, ...(attached.length > 0 && { files: attached }) },
        timeoutMs,
      };
      const answer = await http.send(request).catch((error: unknown) => {
        throw unsent(error);
      });
      if (answer.status < 200 || answer.status > 299) throw refused(answer);
      return { says: 'handed to the mail hook' };
    },
  };
}

/** The cause stays behind: its words hold the hook's address. */
function unsent(error: unknown): unknown {
  if (!(error instanceof GonogoError)) return error;
  const { retryable, unknown } = error;
  const says = unknown ? 'gave no answer; the mail may have been sent' : 'could not be reached';
  return new GonogoError('mail.failed', `The mail hook ${says}. Check GONOGO_MAIL_HOOK.`, { retryable, unknown });
}

function refused({ status, headers }: HttpAnswer): GonogoError {
  const seconds = headers['retry-after'] ?? '';
  const later = status === 429 || status === 503;
  const uncertain = status === 408 || (status >= 500 && status !== 503);
  return new GonogoError(
    'mail.failed',
    `The mail hook answered ${status}. Check GONOGO_MAIL_HOOK and what it leads to.`,
    {
      retryable: later || uncertain,
      unknown: uncertain,
      ...(later && /^\d{1,5}$/.test(seconds) && { retryAfterMs: Number(seconds) * 1_000 }),
    },
  );
}
