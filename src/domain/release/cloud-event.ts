import { iso } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { birthOf } from './birth.ts';

/** What subscribers are sent: CloudEvents 1.0, the structured form. */
export type CloudEvent = {
  readonly specversion: '1.0';
  /** The same for every copy and for no other event of any installation: run, place on its timeline, birth of the run. */
  readonly id: string;
  readonly source: string;
  /** The name the runbook gives it. */
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: { readonly [name: string]: string | null };
};

/** One published name as an event. It carries what identifies the release, and nothing people typed. */
export function cloudEventOf(run: ReleaseRun, { seq, at, data }: Fact & { type: 'event.published' }): CloudEvent {
  const { product, type, strategy } = run.runbook;
  return {
    specversion: '1.0',
    // No full stop: Standard Webhooks signs `id.timestamp.body`.
    id: `${run.id}-${seq}-${birthOf(run)}`,
    source: `/gonogo/${product.name}`,
    type: data.name,
    subject: run.id,
    time: iso(at),
    datacontenttype: 'application/json',
    data: {
      run: run.id,
      product: product.name,
      releaseType: type.name,
      strategy,
      status: run.status,
      moment: data.moment,
      version: run.version,
      previousVersion: run.previousVersion,
      tag: run.tag,
      commit: run.commit,
      T: run.T === null ? null : iso(run.T),
      startedAt: iso(run.startedAt),
    },
  };
}
