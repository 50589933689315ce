import { z } from 'zod';
import type { Desk, Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import { cut } from '#src/chat/limits.ts';
import type { Place } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import { findAction } from '#src/domain/incident/action-sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { IncidentAction } from '#src/domain/runbook/model/incident.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { reasonForm } from '../release/reason-form.ts';
import { startFrom } from './start.ts';
import { onIncident } from './which.ts';

/** `label`: the release it acts on. */
const Act = RunRef.extend({ item: z.string(), label: z.string().optional() });

/** An action of its grade: at once where no reason is asked, else after one sentence. */
export const actPressed: Handler = onPress('incident.act', Act, ({ run: id, item, label }, request, desk) =>
  onIncident(desk, id, run => begin(desk, run, request, { action: item, suspect: label ?? null })),
);

/** The actions that did not fit as buttons: `INC-7 raise-limits`. */
export const actMore: Handler = {
  name: 'incident.act-more',
  async run(request, desk) {
    const [id = '', action = ''] = request.kind === 'action' ? request.value.split(' ') : [];
    return onIncident(desk, id, run => begin(desk, run, request, { action, suspect: null }));
  },
};

type Chosen = { readonly action: string; readonly suspect: string | null };

async function begin(desk: Desk, run: IncidentRun, place: Place, { action: id, suspect }: Chosen): Promise<Reply> {
  const action = findAction(run, id);
  if (action === null)
    return refuse('action.absent', `${run.id} has no action "${id}" any more. Look at the newest card.`);
  if (!asksFirst(desk, run, action)) return taken(desk, run, place, { action, suspect, reason: null });
  const form = reasonForm({
    form: 'incident.act',
    title: cut(action.title, 24),
    submit: 'Do it',
    place: { channel: place.channel, thread: place.thread },
    data: { run: run.id, item: id, ...(suspect !== null && { label: suspect }) },
    lines: [
      nameWords(run),
      `*${inert(action.title)}*${forecast(action, suspect)}`,
      'Who did it, when and why stands on the card and the timeline.',
    ],
    label: action.reasonRequired ? 'Why?' : 'Why? A word is enough',
  });
  return formFor(desk, run.id, { type: 'act', action: action.id, reason: null, suspect }, form);
}

/** What acts on a release, or starts a drill, is asked once, even where the runbook wants no reason: no form comes after it. */
function asksFirst(desk: Desk, run: IncidentRun, { reasonRequired, does }: IncidentAction): boolean {
  if (reasonRequired || does.kind === 'rollback-suspect') return true;
  return does.kind === 'start' && desk.runbooks.drill(run.runbook.product.name, does.start.what) !== null;
}

function forecast({ does }: IncidentAction, suspect: string | null): string {
  const release = inert(suspect ?? 'the newest release');
  switch (does.kind) {
    case 'rollback-suspect':
      return `: ${release} is rolled back by its own runbook, step by step in its own thread.`;
    case 'pause-suspect':
      return `: ${release} stands still until somebody resumes it.`;
    case 'start':
      return `: ${inert(does.start.what)} is started from here, by its own runbook.`;
    case 'steps':
      return `: ${does.steps.map(step => inert(step.title)).join(' · ')}${does.undo.length === 0 ? '. The runbook names no way to undo it.' : ''}`;
  }
}

type Taken = { readonly action: IncidentAction; readonly suspect: string | null; readonly reason: string | null };

async function taken(desk: Desk, run: IncidentRun, place: Place, { action, suspect, reason }: Taken): Promise<Reply> {
  const reply = await desk.handle(run.id, { type: 'act', action: action.id, reason, suspect }, () => NOTHING);
  if (reply.kind !== 'nothing' || action.does.kind !== 'start') return reply;
  return startFrom(desk, run, place, action.does.start);
}

const Sent = Act.extend({ channel: z.string().nullable(), thread: z.string().nullable() });

export const actSent: Handler = onForm('incident.act', Sent, ({ run: id, item, label, channel, thread }, form, desk) =>
  onIncident(desk, id, async run => {
    const action = findAction(run, item);
    if (action === null) return refuse('action.absent', `${run.id} has no action "${item}" any more.`);
    const reason = textIn(form, 'reason');
    return besideField(
      await taken(desk, run, { channel, thread }, { action, suspect: label ?? null, reason }),
      'reason',
    );
  }),
);
