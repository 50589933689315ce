import { plain } from './escape.ts';
import { bounded } from './limits.ts';
import type { Message, View } from './message.ts';

/** What the asker is shown, and only the asker. It may be lost; what others must see is an effect. */
export type Reply =
  | { readonly kind: 'say'; readonly message: Message }
  /** Opens a modal, or replaces the one the request came from. */
  | { readonly kind: 'modal'; readonly view: View }
  /** A modal's fields are wrong: sentence by block id. The modal stays open. */
  | { readonly kind: 'errors'; readonly errors: { readonly [blockId: string]: string } }
  /** Not done, and why: a code for tests and logs, a sentence for the person. Not escaped: dispatch does that, once. */
  | { readonly kind: 'refusal'; readonly code: string; readonly text: string }
  /** Done; there is nothing to say (a modal closes, a card shows it). */
  | { readonly kind: 'nothing' };

export const NOTHING: Reply = { kind: 'nothing' };

/** A sentence, which may hold what somebody typed: it is cut where Slack would refuse it. */
export function sayText(text: string): Reply {
  return { kind: 'say', message: bounded({ text }) };
}

export function refuse(code: string, text: string): Reply {
  return { kind: 'refusal', code, text };
}

/** In a form a refusal stands beside the field, so that what was typed is not lost. */
export function besideField(reply: Reply, blockId: string): Reply {
  return reply.kind === 'refusal' ? { kind: 'errors', errors: { [blockId]: plain(reply.text) } } : reply;
}
