import { z } from 'zod';
import type { Desk, Handler } from '#src/chat/desk.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
import type { Deed } from '#src/domain/commands.ts';

/** What buttons and forms carry (written by src/chat/values.ts). It comes back from Slack, so it is read, not trusted. */
export const RunRef = z.object({ run: z.string() });
export const StepRef = z.object({ run: z.string(), step: z.string(), attempt: z.number().int() });

export type Press = Incoming & { readonly kind: 'action' };
export type Form = Incoming & { readonly kind: 'form' };

const OLD = 'This button is not known here any more. Look at the newest message and press there.';

/** A button: its value is read by the schema. */
export function onPress<T>(
  name: string,
  schema: z.ZodType<T>,
  run: (value: T, request: Press, desk: Desk) => Promise<Reply>,
): Handler {
  return {
    name,
    async run(request, desk) {
      if (request.kind !== 'action') return refuse('button.kind', OLD);
      const value = read(schema, request.value);
      return value === null ? refuse('button.value', OLD) : run(value, request, desk);
    },
  };
}

/** A form that was sent: what it was opened with is read by the schema. */
export function onForm<T>(
  name: string,
  schema: z.ZodType<T>,
  run: (data: T, request: Form, desk: Desk) => Promise<Reply>,
): Handler {
  return {
    name,
    async run(request, desk) {
      if (request.kind !== 'form') return refuse('form.kind', OLD);
      const data = read(schema, request.metadata);
      return data === null ? refuse('form.data', OLD) : run(data, request, desk);
    },
  };
}

/** Opens a form for whoever may do what it asks for; the others are refused on the press, on record, as when it is sent. */
export function formFor(desk: Desk, run: string, deed: Deed, form: Reply): Promise<Reply> {
  return desk.handle(run, { type: 'open-form', deed }, () => form);
}

/** A text field of a form, trimmed; empty when nothing was typed. */
export function textIn(form: Form, name: string): string {
  const value = form.values[name];
  return typeof value === 'string' ? value.trim() : '';
}

function read<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
