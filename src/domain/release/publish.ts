import type { Json, JsonObject } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { DEFAULT_SIGNING_SECRET, type Subscriber } from '#src/domain/runbook/model/product.ts';
import { resolveHeaders, resolveUrl } from '#src/domain/runbook/template.ts';
import { cloudEventOf } from './cloud-event.ts';
import { subjectOf } from './subject.ts';

/** A published name goes to every subscriber of the product, to each in order: one that is away holds back no other. */
export function publish(run: ReleaseRun, fact: Fact & { type: 'event.published' }): readonly EffectAsk[] {
  const { name, subscribers = [], nats = false } = run.runbook.product;
  const event = cloudEventOf(run, fact) as unknown as Json;
  const ask = (whom: string, where: JsonObject): EffectAsk => {
    return { kind: 'event.deliver', lane: `subscriber:${name}:${whom}`, priority: 3, body: { ...where, event } };
  };
  return [
    ...subscribers.map(subscriber => ask(subscriber.url, addressOf(run, subscriber))),
    ...(nats ? [ask('nats', { subject: subjectOf(name, fact.data.name) })] : []),
  ];
}

function addressOf(run: ReleaseRun, { url, headers, secret = DEFAULT_SIGNING_SECRET }: Subscriber): JsonObject {
  const scope = scopeOf(run);
  const at = resolveUrl(url, scope);
  const given = resolveHeaders(headers, scope);
  if (!at.ok) return { problem: at.problem };
  return given.ok ? { url: at.value, headers: given.value, secret } : { problem: given.problem };
}
