import { z } from 'zod';

/** What Slack sends over a Socket Mode connection, as far as we read it. */

const Hello = z.object({ type: z.literal('hello') });

const Goodbye = z.object({ type: z.literal('disconnect'), reason: z.string().default('') });

/** One delivery: what HTTP would carry in a request. Its kind is told by the payload, as over HTTP. */
const Envelope = z.object({
  type: z.string(),
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).default({}),
  accepts_response_payload: z.boolean().default(false),
  retry_attempt: z.number().optional(),
  retry_reason: z.string().optional(),
});
export type Envelope = z.infer<typeof Envelope>;

export type SocketMessage =
  | { readonly kind: 'hello' }
  | { readonly kind: 'goodbye'; readonly reason: string }
  | { readonly kind: 'envelope'; readonly envelope: Envelope };

/** Null: not JSON, or nothing we know. Slack adds kinds whenever it likes; none of them may end the process. */
export function readMessage(text: string): SocketMessage | null {
  const message = parse(text);
  if (Hello.safeParse(message).success) return { kind: 'hello' };
  const goodbye = Goodbye.safeParse(message).data;
  if (goodbye) return { kind: 'goodbye', reason: goodbye.reason };
  const envelope = Envelope.safeParse(message).data;
  return envelope ? { kind: 'envelope', envelope } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
