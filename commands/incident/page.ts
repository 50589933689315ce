import type { PlainTextOption } from '@slack/types';
import { suggest } from '#src/base/nearest.ts';
import { context, plainText, section } from '#src/chat/blocks.ts';
import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { GIVEN, roleName, roleWithPeople } from '#src/chat/incident-roles.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import { firstWord } from '#src/chat/words.ts';
import { keyOf, usersOf } from '#src/domain/incident/paging.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import { onIncident } from './which.ts';

/** Calls more people. Too many awake is better than too few. */
export const page: Verb = {
  noun: 'incident',
  word: 'page',
  usage: 'page [ROLE [WHY]]',
  help: 'Calls a role, by its pager where it has one',
  may: mayTakePart,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'page');
    if (!which.ok) return which.reply;
    const { run } = which;
    if (which.text === '') return pageForm(run, request);
    const { word, rest } = firstWord(which.text);
    const role = roleCalled(run, word);
    if (role === null) return refuse('page.role', `There is no role "${word}": ${suggest(word, callable(run))}`);
    return desk.handle(run.id, { type: 'page', roles: [role], why: rest }, after => called(after as IncidentRun, role));
  },
};

/** A role that has no pager gets a direct message, and that is no page. */
function called(run: IncidentRun, role: string): Reply {
  const name = inert(roleName(run.runbook, role));
  if (run.drill) return sayText(`${inert(run.id)} is a drill: ${name} gets a direct message, nobody is paged.`);
  if (keyOf(run, role) === null)
    return sayText(`${name} has no pager; a direct message goes to ${roleWithPeople(run, role)}.`);
  return sayText(`A page to ${name} is asked for; the card says when it is accepted and acknowledged.`);
}

export const pagePressed: Handler = onPress('incident.page', RunRef, ({ run: id }, request, desk) =>
  onIncident(desk, id, run => pageForm(run, request)),
);

export const pageSent: Handler = onForm('incident.page', RunRef, async ({ run }, form, desk) => {
  const chosen = form.values['roles'];
  const roles = Array.isArray(chosen) ? chosen : [];
  return besideField(await desk.handle(run, { type: 'page', roles, why: textIn(form, 'why') }, () => NOTHING), 'roles');
});

function pageForm(run: IncidentRun, { channel, thread }: Place): Reply {
  const roles = callable(run).filter(role => keyOf(run, role) !== null || usersOf(run, [role]).length > 0);
  if (roles.length === 0)
    return refuse('page.nobody', `${run.runbook.product.title} names nobody who could be called.`);
  const view = modal({
    form: 'incident.page',
    title: 'Call people',
    submit: 'Call',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [
      section(nameWords(run)),
      {
        type: 'input',
        block_id: 'roles',
        label: plainText('Whom?', 100),
        element: { type: 'multi_static_select', action_id: 'roles', options: roles.map(role => roleOption(run, role)) },
      },
      textField({ name: 'why', label: 'Why?', hint: 'It is what they read first', optional: true }),
      context(
        run.drill
          ? 'This is a drill: they get a direct message, nobody is paged.'
          : 'Those with a pager are paged; the others get a direct message.',
      ),
    ],
  });
  return { kind: 'modal', view };
}

function roleOption(run: IncidentRun, role: string): PlainTextOption {
  const how = keyOf(run, role) === null || run.drill ? 'direct message' : 'pager';
  return { text: plainText(`${roleName(run.runbook, role)} (${how})`, 75), value: role.slice(0, 75) };
}

function callable(run: IncidentRun): readonly string[] {
  return [...Object.keys(run.runbook.product.roles), ...Object.keys(GIVEN).filter(role => role !== 'initiator')];
}

/** By its name in the file, or by its title. */
function roleCalled(run: IncidentRun, word: string): string | null {
  const wanted = word.toLowerCase();
  return (
    callable(run).find(
      role => role.toLowerCase() === wanted || run.runbook.product.roles[role]?.title.toLowerCase() === wanted,
    ) ?? null
  );
}

/** "I have it": a person said so, so it is so. */
export const acknowledge: Verb = {
  noun: 'incident',
  word: 'acknowledge',
  usage: 'acknowledge',
  help: 'Says “I have it” to the page, here and at the provider',
  may: mayTakePart,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'acknowledge');
    if (!which.ok) return which.reply;
    return desk.handle(which.run.id, { type: 'acknowledge', page: null }, after =>
      sayText(`You have ${inert(after.id)}. PagerDuty is being told, so that it calls nobody else.`),
    );
  },
};

export const acknowledgePressed: Handler = onPress('incident.acknowledge', RunRef, ({ run }, _request, desk) =>
  desk.handle(run, { type: 'acknowledge', page: null }, () => NOTHING),
);
