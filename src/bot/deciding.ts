import type { Json } from '#src/base/json.ts';
import type { OneByOne } from '#src/base/one-by-one.ts';
import type { Desk } from '#src/chat/desk.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import type { Actor } from '#src/domain/actor.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import { startsByAction } from '#src/domain/incident/may-start.ts';
import type { PersonActor } from '#src/domain/policy/who-may.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { DrillRunbook, ReleaseRunbook, Runbook } from '#src/domain/runbook/model/runbook.ts';
import type { State } from '#src/domain/state.ts';
import type { Engine } from '#src/engine/engine.ts';
import type { Handled } from '#src/engine/handle.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Commands } from '#src/ports/commands.ts';
import type { Store } from '#src/ports/store.ts';
import type { Roles } from './roles.ts';
import type { createRunbooks } from './runbooks.ts';

export type DeskParts = {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly commands: Commands;
  /** Who enters production, and who is taken back after another went there, is looked up in this one queue. */
  readonly alone: OneByOne;
  readonly roles: Roles;
  readonly chat: Chat;
  /** How long the pager's provider is given before somebody looks whether a page rings. */
  readonly settlePagerMs: number;
  readonly runbooks: ReturnType<typeof createRunbooks>;
  readonly rehearse: Desk['rehearse'];
  readonly lintLive: Desk['lintLive'];
};

/** `REL-12` lives in `release:REL-12`, `INC-7` in `incident:INC-7`, `DRILL-3` in `drill:DRILL-3`. */
export function streamOf(id: string): string {
  const name = id.toUpperCase();
  const kind = name.startsWith('INC-') ? 'incident' : name.startsWith('DRILL-') ? 'drill' : 'release';
  return `${kind}:${name}`;
}

/** Decides for whoever asks, with the answer stored under the request's key. */
export async function decide(
  parts: DeskParts,
  incoming: Incoming,
  stream: string,
  command: PersonCommand,
  say: (after: Run) => Reply,
  blobs: readonly { hash: string; bytes: Uint8Array }[] = [],
): Promise<Reply> {
  const request = { key: incoming.key, reply: (after: State) => say(after as Run) as unknown as Json };
  return toReply(await parts.engine.handle(stream, command, { request, blobs }));
}

function toReply(handled: Handled): Reply {
  switch (handled.kind) {
    case 'refused':
      return { kind: 'refusal', ...handled.refusal };
    case 'duplicate':
    case 'done':
      return (handled.reply ?? { kind: 'nothing' }) as unknown as Reply;
    case 'stale':
      return {
        kind: 'refusal',
        code: 'run.changed',
        text: 'This changed while you pressed, and nothing was done. Look at the newest message and press again.',
      };
  }
}

/** Roles are looked up at every press, from ids alone. */
export async function actorOf(
  parts: DeskParts,
  incoming: Incoming,
  product: Product,
): Promise<Actor & { kind: 'person' }> {
  const { person } = incoming;
  const roles = await parts.roles.of(product, person.user);
  return { kind: 'person', ...person, roles };
}

/** The files a run pins. */
export function filesOf(parts: DeskParts, product: string): readonly { hash: string; bytes: Uint8Array }[] {
  return parts.runbooks.files(product).map(file => ({ hash: file.hash, bytes: new TextEncoder().encode(file.text) }));
}

/** Each allowed program is looked up once, so that what runs at 20:00 is what was there at the start. */
export async function findExecutables(
  commands: Commands,
  runbook: Runbook,
): Promise<{ readonly [name: string]: string }> {
  const names = Object.keys(runbook.product.executables);
  const paths = await Promise.all(names.map(name => commands.find(name)));
  return Object.fromEntries(names.flatMap((name, index) => (paths[index] ? [[name, paths[index]]] : [])));
}

/** Who lacks the role may still start what an action of the incident they came from let them start. */
export async function incidentRule(
  parts: DeskParts,
  { incident }: { readonly incident?: string | undefined },
  runbook: ReleaseRunbook | DrillRunbook,
  actor: PersonActor,
): Promise<string | null> {
  const from = incident === undefined ? null : await parts.engine.run(streamOf(incident));
  return from?.kind === 'incident' ? startsByAction(from, runbook, actor) : null;
}
