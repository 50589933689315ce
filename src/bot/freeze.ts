import type { Json } from '#src/base/json.ts';
import type { FreezeRequest } from '#src/chat/desk.ts';
import { channelLink, inert } from '#src/chat/escape.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { mayFreeze } from '#src/domain/policy/who-may.ts';
import { sayDays, sayEnded, sayFrozen } from '#src/domain/product/say-freeze.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { freezesIn } from '#src/domain/system-facts.ts';
import { recordSystem, SYSTEM } from '#src/engine/system.ts';
import { tellFreezes } from './calendars.ts';
import type { DeskParts } from './deciding.ts';
import { actorOf } from './deciding.ts';

/** Freezes production of a product: on record first, then every open release is told. */
export async function freeze(parts: DeskParts, incoming: Incoming, request: FreezeRequest): Promise<Reply> {
  const { product, from, to, reason } = request;
  const runbook = runbookOf(parts, product);
  if (runbook === null) return refuse('freeze.unknown', `There is no product ${product} with releases.`);
  if (!Object.values(runbook.product.environments).some(one => one.calendar))
    return refuse(
      'freeze.unbound',
      `Nothing of ${runbook.product.title} is bound by a calendar, so a freeze would stop nothing. Add calendar: true to an environment in product.yml.`,
    );
  if (reason.trim() === '') return refuse('freeze.reason', 'A freeze needs a reason: write it behind the days.');
  const may = await allowed(parts, incoming, runbook, 'freeze');
  if (!may.ok) return may.reply;
  const earlier = await parts.store.readRequest(incoming.key);
  if (earlier !== null) return earlier as unknown as Reply;
  const id = `FRZ-${await parts.store.nextNumber('FRZ')}`;
  const { title } = runbook.product;
  const says = sayFrozen(title, { id, from, to, reason });
  const text = `${id} freezes ${inert(title)} ${sayDays(request)}: ${inert(reason)}. ${told(runbook)} /release freeze end ${id} REASON ends it.`;
  return record(parts, incoming, {
    what: fact('freeze.set', { ...request, id, rule: may.rule }),
    actor: may.actor,
    says,
    text,
  });
}

/** Ends a freeze that was set in Slack; one of the product's file is ended there. */
export async function endFreeze(
  parts: DeskParts,
  incoming: Incoming,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<Reply> {
  const earlier = await parts.store.readRequest(incoming.key);
  if (earlier !== null) return earlier as unknown as Reply;
  const found = freezesIn((await parts.store.run(SYSTEM))?.facts ?? {}).find(one => one.id === id.toUpperCase());
  const runbook = found && runbookOf(parts, found.product);
  if (!found || !runbook)
    return refuse(
      'freeze.none',
      `There is no freeze ${id} that was set in Slack. /release calendar shows those that stand.`,
    );
  if (reason.trim() === '')
    return refuse('freeze.reason', `Ending ${found.id} needs a reason: write it behind the number.`);
  const may = await allowed(parts, incoming, runbook, 'end a freeze');
  if (!may.ok) return may.reply;
  const what = fact('freeze.ended', { id: found.id, product: found.product, reason, rule: may.rule });
  const says = sayEnded(found, reason);
  const text = `${inert(found.id)} has ended. ${told(runbook)}`;
  return record(parts, incoming, { what, actor: may.actor, says, text });
}

function told({ product: { title, channels } }: ReleaseRunbook): string {
  const channel = channels['releases'];
  return `The open releases of ${inert(title)}${channel === undefined ? '' : ` and ${channelLink(channel)}`} hear of it.`;
}

type Person = Awaited<ReturnType<typeof actorOf>>;
type Done = { readonly what: NewFact; readonly actor: Person; readonly says: string; readonly text: string };

async function record(parts: DeskParts, incoming: Incoming, { what, actor, says, text }: Done): Promise<Reply> {
  const { engine, store, clock } = parts;
  const reply = sayText(text);
  const request = { key: incoming.key, reply: reply as unknown as Json };
  const first = await recordSystem(store, what, clock.now(), actor, request);
  await tellFreezes(engine, store, { says, by: actor.user });
  return (first ?? reply) as unknown as Reply;
}

type Allowed =
  | { readonly ok: true; readonly rule: string; readonly actor: Person }
  | { readonly ok: false; readonly reply: Reply };

async function allowed(parts: DeskParts, incoming: Incoming, runbook: ReleaseRunbook, what: string): Promise<Allowed> {
  const actor = await actorOf(parts, incoming, runbook.product);
  const may = mayFreeze(runbook, actor);
  if (may.ok) return { ok: true, rule: may.rule, actor };
  await recordSystem(parts.store, fact('access.denied', { what, why: may.why }), parts.clock.now(), actor);
  return { ok: false, reply: refuse(may.code, may.why) };
}

function runbookOf({ runbooks }: DeskParts, product: string): ReleaseRunbook | null {
  const type = runbooks.products().find(one => one.name === product)?.types[0];
  return type ? runbooks.resolve(product, type.name, null) : null;
}
