import type { Handler } from '#src/chat/desk.ts';
import { personIn, plain } from '#src/chat/escape.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING } from '#src/chat/reply.ts';
import type { ResolveCommand } from '#src/domain/incident/commands.ts';
import { blockers } from '#src/domain/incident/resolve-gate.ts';
import type { Form } from '../handlers.ts';
import { onForm, RunRef, textIn } from '../handlers.ts';
import { instantIn } from './declare-fields.ts';
import { fieldOf } from './resolve-form.ts';

/** Refused, each reason stands beside the field that answers it, and nothing that was typed is lost. */
export const resolveSent: Handler = onForm('incident.resolve', RunRef, async ({ run: id }, form, desk) => {
  const command = commandOf(form);
  const reply = await desk.handle(id, command, () => NOTHING);
  if (reply.kind === 'refusal' && reply.code === 'mitigated.when') return besideField(reply, 'mitigated');
  if (reply.kind === 'refusal' && reply.code === 'resolve.override') return besideField(reply, 'override');
  if (reply.kind !== 'refusal' || reply.code !== 'resolve.refused') return besideField(reply, 'summary');
  const run = await desk.incident(id);
  return run === null ? besideField(reply, 'summary') : reasons(blockers(run, command, desk.now()), reply);
});

function commandOf(form: Form): ResolveCommand {
  const owner = textIn(form, 'followups-owner') || null;
  return {
    type: 'resolve',
    summary: textIn(form, 'summary'),
    impact: textIn(form, 'impact') || null,
    mitigatedAt: instantIn(textIn(form, 'mitigated')),
    postmortemOwner: textIn(form, 'postmortem') || null,
    followUps: linesOf(textIn(form, 'followups')).map(line => followUp(line, owner)),
    skipOpen: textIn(form, 'skip') || null,
    override: textIn(form, 'override') || null,
  };
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.replace(/^\s*[-*•]\s*/, '').trim())
    .filter(line => line !== '');
}

function followUp(line: string, owner: string | null): { readonly text: string; readonly owner: string | null } {
  const named = personIn(line);
  return named === null || named.rest === '' ? { text: line, owner } : { text: named.rest, owner: named.user };
}

function reasons(found: ReturnType<typeof blockers>, reply: Reply): Reply {
  const errors: { [block: string]: string } = {};
  for (const one of found) {
    const field = fieldOf(one);
    const text = plain(`${one.says} ${one.way}`);
    errors[field] = errors[field] === undefined ? text : `${errors[field]} ${text}`;
  }
  return found.length === 0 ? besideField(reply, 'summary') : { kind: 'errors', errors };
}
