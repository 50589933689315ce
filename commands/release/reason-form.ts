import { section } from '#src/chat/blocks.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';

export type ReasonForm = {
  readonly form: string;
  readonly title: string;
  readonly submit: string;
  readonly place: Place;
  readonly data: { readonly [name: string]: unknown };
  /** What it is about and what follows, escaped. */
  readonly lines: readonly string[];
  readonly label?: string;
  readonly initial?: string;
};

/** One field for one sentence that goes on the timeline. It is answered under `reason`. */
export function reasonForm({ lines, label = 'Reason', initial, ...form }: ReasonForm): Reply {
  const field = textField({ name: 'reason', label, ...(initial !== undefined && { initial }) });
  return { kind: 'modal', view: modal({ ...form, blocks: [section(...lines), field] }) };
}
