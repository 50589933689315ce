import { section } from '#src/chat/blocks.ts';
import type { DeclareRequest, Desk, Handler, Verb } from '#src/chat/desk.ts';
import { channelLink } from '#src/chat/escape.ts';
import { roleWords } from '#src/chat/incident-roles.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import { bounded, cut } from '#src/chat/limits.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import type { IncidentSource } from '#src/domain/incident/state.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { onPress, RunRef } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import type { Draft } from './declare-form.ts';
import { declareForm, EMPTY } from './declare-form.ts';
import { readDeclared } from './declare-words.ts';
import { similarBlocks, similarTo } from './similar.ts';

/** With a severity it is declared and paged at once; whatever is missing can be said afterwards. Without one the form asks. */
export const declare: Verb = {
  noun: 'incident',
  word: 'declare',
  usage: 'declare [severity] [title …]',
  help: 'Declares an incident and calls who is needed; with a severity at once, else by a form',
  may: mayTakePart,
  async run(request, text, desk) {
    const { product, severity, title, said } = readDeclared(text, desk, request.channel);
    if (product === null || severity === null) return declareForm(desk, request, { ...EMPTY, product, title, said });
    const like = { product, service: null, drill: false };
    const similar = await similarTo(desk, like, { user: request.person.user, channel: request.channel });
    return desk.declare({ ...NOTHING_SAID, product, severity, title: title === '' ? null : title }, run =>
      declared(run, similar),
    );
  },
};

/** It goes with the form; the message or release itself has the rest. */
const SOURCE_MAX = 600;

const NOTHING_SAID: Omit<DeclareRequest, 'product' | 'severity'> = {
  title: null,
  service: null,
  impact: null,
  commander: null,
  occurredAt: null,
  drill: false,
  private: false,
  source: null,
};

/** What is so now, and no more: that pages are asked for does not mean that anybody's phone rings. */
export function declared(run: IncidentRun, similar: readonly RunSummary[] = []): Reply {
  const pages = Object.values(run.pages);
  const roles = [...new Set(pages.flatMap(page => page.roles))];
  const paged =
    pages.length > 0
      ? `A page to ${roleWords(run, roles)} is asked for; the card says when it is accepted and acknowledged.`
      : 'Nobody is paged; the card says why.';
  const text = `${nameWords(run)} is declared in ${channelLink(run.channel)}. ${paged}`;
  if (similar.length === 0) return sayText(text);
  return { kind: 'say', message: bounded({ text, blocks: [section(text), ...similarBlocks(similar)] }) };
}

/** The global shortcut: nothing is said yet. */
export const declareShortcut: Handler = {
  name: 'incident.declare',
  run: (request, desk) => withProduct(desk, request, {}),
};

/** From a message: it is kept as the source, with its address. */
export const declareFromMessage: Handler = {
  name: 'incident.from-message',
  async run(request, desk) {
    const message = request.kind === 'shortcut' ? request.message : null;
    if (message === null)
      return refuse('declare.message', 'There is no message here. Use this in the menu of a message.');
    const found = await desk.message({ channel: message.channel, ts: message.ts });
    const { channel, ts, text } = message;
    const source: IncidentSource = {
      kind: 'message',
      channel,
      ts,
      permalink: found?.permalink ?? null,
      text: cut(text, SOURCE_MAX),
    };
    return withProduct(desk, request, { source, title: cut(text.split('\n')[0] ?? '', 120) });
  },
};

/** From a release that stands still: why it does, with its figures, is the source. */
export const declareFromRelease: Handler = onPress(
  'incident.from-release',
  RunRef,
  async ({ run: id }, request, desk) => {
    const run = await desk.release(id);
    if (run === null) return refuse('run.absent', `There is no ${id}.`);
    const product = run.runbook.product.name;
    if (desk.runbooks.incident(product) === null)
      return refuse('declare.unknown', `${run.runbook.product.title} has no incident runbook.`);
    const says = run.pause?.says ?? run.rollback?.reason ?? run.title;
    const source: IncidentSource = { kind: 'release', run: run.id, says: cut(says, SOURCE_MAX) };
    return declareForm(desk, request, {
      ...EMPTY,
      product,
      source,
      title: cut(`${run.title}: ${says}`, 120),
      impact: '',
    });
  },
);

function withProduct(desk: Desk, request: Incoming, known: Partial<Draft>): Promise<Reply> {
  const { product } = readDeclared('', desk, request.channel);
  return declareForm(desk, request, { ...EMPTY, product, ...known });
}
