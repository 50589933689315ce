import { GonogoError } from '#src/errors.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { ChangeOrder, Pager } from '#src/ports/pager.ts';

/** About a day: an alert of the next morning may still be about it. */
const ATTEMPTS_MAX = 300;

/** Tells the provider what changed. It has no key to merge two by and nobody can look, so an unknown one stays unknown. */
export function pagerChange(pager: Pager): EffectKind {
  return {
    repeat: 'never',
    settleMs: 0,
    attemptsMax: ATTEMPTS_MAX,
    async run({ row, run }) {
      const { key, summary, at, details } = row.body;
      await pager
        .change({
          key: String(key),
          summary: String(summary),
          source: `gonogo ${run.runbook.product.name}`,
          at: Number(at),
          details: details as ChangeOrder['details'],
        })
        .catch((cause: unknown) => {
          throw named(cause, String(summary));
        });
      return { end: 'done' };
    },
  };
}

/** The thread says which change it was. */
function named(cause: unknown, summary: string): unknown {
  if (!(cause instanceof GonogoError)) return cause;
  const { retryable, unknown, retryAfterMs } = cause;
  const options = { retryable, unknown, ...(retryAfterMs === undefined ? {} : { retryAfterMs }), cause };
  return new GonogoError(cause.code, `The change event "${summary}": ${cause.message}`, options);
}
