import type { Json, JsonObject } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { Subscriber } from '#src/domain/runbook/model/product.ts';
import { resolveHeaders, resolveUrl } from '#src/domain/runbook/template.ts';
import { cloudEventOf } from './cloud-event.ts';

/** A published name goes to every subscriber of the product, to each in order: one that is away holds back no other. */
export function publish(run: ReleaseRun, fact: Fact & { type: 'event.published' }): readonly EffectAsk[] {
  const event = cloudEventOf(run, fact) as unknown as Json;
  return (run.runbook.product.subscribers ?? []).map(subscriber => {
    const lane = `subscriber:${run.runbook.product.name}:${subscriber.url}`;
    return { kind: 'event.deliver', lane, priority: 3, body: { ...addressOf(run, subscriber), event } };
  });
}

function addressOf(run: ReleaseRun, { url, headers }: Subscriber): JsonObject {
  const scope = scopeOf(run);
  const at = resolveUrl(url, scope);
  const given = resolveHeaders(headers, scope);
  if (!at.ok) return { problem: at.problem };
  return given.ok ? { url: at.value, headers: given.value } : { problem: given.problem };
}
