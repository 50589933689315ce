import { createHmac } from 'node:crypto';
import { request } from 'node:http';

/** What the bot answered; null: nothing, within its time. */
export type Answer = { readonly status: number | null };

/** Sends one signed webhook, and waits no longer than PagerDuty. No connection is used twice: a bot may be killed. */
export function deliver(
  { id, body }: { readonly id: string; readonly body: string },
  { url, secrets, answerWithinMs }: { url: string; secrets: readonly string[]; answerWithinMs: number },
): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'PagerDuty-Webhook/V3.0',
    'x-webhook-id': id,
    'x-pagerduty-signature': sign(body, secrets),
    connection: 'close',
  };
  return new Promise(resolve => {
    const end = (status: number | null) => {
      clearTimeout(deadline);
      resolve({ status });
    };
    const call = request(url, { method: 'POST', headers, agent: false }, answer => {
      answer.resume();
      answer.on('end', () => end(answer.statusCode ?? null));
      answer.on('error', () => end(null));
    });
    const deadline = setTimeout(() => call.destroy(new Error('no answer in time')), answerWithinMs);
    call.on('error', () => end(null));
    call.end(body);
  });
}

/** `v1=<hex>,v1=<hex>`: one for each secret that is good at the moment. */
export function sign(body: string, secrets: readonly string[]): string {
  return secrets.map(secret => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`).join(',');
}
