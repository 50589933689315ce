import { type OneByOne, oneByOne } from '#src/base/one-by-one.ts';
import type { RolesFound } from '#src/domain/procedure/commands.ts';
import type { EffectKind as KindName } from '#src/domain/procedure/effects.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Commands } from '#src/ports/commands.ts';
import type { Documents } from '#src/ports/documents.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { EventStream } from '#src/ports/event-stream.ts';
import type { Git } from '#src/ports/git.ts';
import type { Http } from '#src/ports/http.ts';
import type { Mail } from '#src/ports/mail.ts';
import type { MetricsSource } from '#src/ports/metrics-source.ts';
import type { Pager } from '#src/ports/pager.ts';
import type { Annotations, StatusPage, Tickets } from '#src/ports/services.ts';
import type { Subscribers } from '#src/ports/subscribers.ts';
import { alertsSweep } from './alerts-sweep.ts';
import { chatCard } from './chat-card.ts';
import { chatDirect } from './chat-direct.ts';
import { chatPost } from './chat-post.ts';
import { chatReact } from './chat-react.ts';
import { check } from './check.ts';
import { checkEnv } from './check-env.ts';
import { commandStart } from './command-start.ts';
import { commandStop } from './command-stop.ts';
import { drillsLook } from './drills-look.ts';
import { eventDeliver } from './event-deliver.ts';
import { evidenceRead } from './evidence-read.ts';
import { facts } from './facts.ts';
import { factFinder } from './find-facts.ts';
import { gitNotes } from './git-notes.ts';
import { gitTag } from './git-tag.ts';
import { gitVersion } from './git-version.ts';
import { httpCall, httpGet } from './http-call.ts';
import { httpPoll } from './http-poll.ts';
import { mailSend } from './mail-send.ts';
import { measure } from './measure.ts';
import { notesWrite } from './notes-write.ts';
import { pagerAcknowledge, pagerReadBack, pagerResolve, pagerTrigger } from './pager.ts';
import { pagerChange } from './pager-change.ts';
import { peopleLook } from './people-look.ts';
import { postmortemWrite } from './postmortem-write.ts';
import { productionTurn } from './production-turn.ts';
import { releasesTell } from './releases-tell.ts';
import { reportWrite } from './report-write.ts';
import { runTell } from './run-tell.ts';
import { annotate, statusPageSet, ticketOpen } from './services.ts';
import { suspects } from './suspects.ts';

export type EffectPorts = {
  readonly chat: Chat;
  readonly metrics: MetricsSource;
  readonly http: Http;
  readonly commands: Commands;
  readonly git: Git;
  readonly documents: Documents;
  /** What commands may be given parts of. */
  readonly environment: { readonly [name: string]: string };
  readonly pager: Pager;
  /** Who holds each role of a product now. */
  readonly people: (
    product: Pick<Product, 'name' | 'roles'>,
  ) => Promise<{ readonly [role: string]: readonly string[] }>;
  /** As `people`, of some roles, and with the reason where it cannot be found out. */
  readonly lookUp: (product: Product, roles: readonly string[]) => Promise<RolesFound>;
  /** null: not configured. */
  readonly annotations: Annotations | null;
  readonly tickets: Tickets | null;
  readonly statusPage: StatusPage | null;
  /** null: there is no secret to sign with. */
  readonly subscribers: Subscribers | null;
  /** null: there is no NATS server. */
  readonly eventStream: EventStream | null;
  /** null: no way to send mail is configured. */
  readonly mail: Mail | null;
  /** How long a post of unknown outcome rests before it is looked up. */
  readonly settleChatMs: number;
};

/**
 * Every kind of effect the decider can ask for: one that is missing here does not compile. `alone`: the queue in which it
 * is looked up who enters production; default: one of its own.
 */
export function effectKinds(
  ports: EffectPorts,
  alone: OneByOne = oneByOne(),
): { readonly [K in KindName]: EffectKind } {
  const {
    chat,
    metrics,
    http,
    commands,
    git,
    documents,
    pager,
    mail,
    people,
    lookUp,
    subscribers,
    eventStream,
    annotations,
    tickets,
    statusPage,
    environment,
    settleChatMs,
  } = ports;
  const find = factFinder(metrics, pager);
  return {
    'chat.post': chatPost(chat, settleChatMs),
    'chat.card': chatCard(chat),
    'chat.direct': chatDirect(chat, settleChatMs),
    'people.look': peopleLook(lookUp),
    measure: measure(metrics),
    check: check(metrics, find, asked => checkEnv(commands, environment, asked)),
    facts: facts(find),
    'production.turn': productionTurn(alone),
    'command.start': commandStart(commands, environment),
    'command.stop': commandStop(commands),
    'http.call': httpCall(http),
    'http.get': httpGet(http),
    'http.poll': httpPoll(http),
    'git.version': gitVersion(git),
    'git.notes': gitNotes(git),
    'git.tag': gitTag(git),
    'evidence.read': evidenceRead(chat),
    'report.write': reportWrite(chat, documents, settleChatMs),
    'chat.react': chatReact(chat),
    'event.deliver': eventDeliver({ subscribers, eventStream }),
    annotate: annotate(annotations),
    'ticket.open': ticketOpen(tickets),
    'status-page.set': statusPageSet(statusPage),
    'notes.write': notesWrite(chat, documents, settleChatMs),
    'mail.send': mailSend(mail),
    'pager.trigger': pagerTrigger(pager),
    'pager.acknowledge': pagerAcknowledge(pager),
    'pager.resolve': pagerResolve(pager),
    'pager.read-back': pagerReadBack(pager),
    'pager.change': pagerChange(pager),
    'run.tell': runTell(alone),
    'releases.tell': releasesTell(),
    'alerts.sweep': alertsSweep(metrics, people),
    'drills.look': drillsLook(people),
    suspects: suspects(),
    'postmortem.write': postmortemWrite(chat, documents, settleChatMs),
  };
}
