import { z } from 'zod';
import { plainText, section } from '#src/chat/blocks.ts';
import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import { firstWord } from '#src/chat/words.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import { readSeverity } from './declare-words.ts';
import { onIncident } from './which.ts';

/** Anybody may raise it; lowering is for whoever leads. */
export const severity: Verb = {
  noun: 'incident',
  word: 'sev',
  usage: 'sev SEVERITY [REASON]',
  help: 'Sets the severity; anybody may raise it',
  may: mayTakePart,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'sev');
    if (!which.ok) return which.reply;
    const { run } = which;
    if (which.text === '') return severityForm(run, request);
    const { word, rest } = firstWord(which.text.replace(/^([a-z]+)\s+(\d)\b/i, '$1$2'));
    const name = readSeverity(run.runbook, word);
    if (name === null)
      return refuse(
        'severity.unknown',
        `There is no severity "${word}". There is ${run.runbook.grades.map(one => one.name).join(', ')}.`,
      );
    return desk.handle(run.id, { type: 'severity', severity: name, reason: rest === '' ? null : rest }, after =>
      sayText(`${inert(after.id)} is ${inert(name)} now.`),
    );
  },
};

export const severityPressed: Handler = onPress('incident.severity', RunRef, ({ run: id }, request, desk) =>
  onIncident(desk, id, run => severityForm(run, request)),
);

const Suggested = RunRef.extend({ item: z.string() });

/** The suggestion on the card is taken, for the reason it was made. */
export const severitySet: Handler = onPress('incident.severity-set', Suggested, ({ run: id, item }, _request, desk) =>
  onIncident(desk, id, run => {
    const reason = run.suggestion?.severity === item ? run.suggestion.says : null;
    return desk.handle(id, { type: 'severity', severity: item, reason }, () => NOTHING);
  }),
);

export const severitySent: Handler = onForm('incident.severity', RunRef, async ({ run }, form, desk) => {
  const command = {
    type: 'severity',
    severity: textIn(form, 'severity'),
    reason: textIn(form, 'reason') || null,
  } as const;
  return besideField(await desk.handle(run, command, () => NOTHING), 'severity');
});

function severityForm(run: IncidentRun, { channel, thread }: Place): Reply {
  const options = run.runbook.grades.slice(0, 10).map(grade => ({
    text: plainText(`${grade.name} ${grade.title}${grade.name === run.severity ? ' (now)' : ''}`, 75),
    description: plainText(grade.criteria, 75),
    value: grade.name,
  }));
  const now = options.find(one => one.value === run.severity);
  const view = modal({
    form: 'incident.severity',
    title: 'Severity',
    submit: 'Set',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [
      section(nameWords(run), run.suggestion === null ? '' : `Suggested: ${inert(run.suggestion.says)}`),
      {
        type: 'input',
        block_id: 'severity',
        label: plainText('When in doubt, the higher one', 100),
        element: { type: 'radio_buttons', action_id: 'severity', options, ...(now && { initial_option: now }) },
      },
      textField({ name: 'reason', label: 'Why?', optional: true }),
    ],
  });
  return { kind: 'modal', view };
}
