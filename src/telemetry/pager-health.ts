import { iso } from '#src/base/time.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Pager } from '#src/ports/pager.ts';

type Side = 'paging' | 'looking';

/**
 * Remembers how the last calls to the pager ended: to page, and to look. For /ready only: a pager that fails must be
 * seen, and must not take the bot from behind its load balancer, or nobody could even declare, and the second way
 * (direct messages, mail) would be lost with the first. So it is never "not ok".
 */
export function createPagerHealth({ clock, configured }: { readonly clock: Clock; readonly configured: boolean }) {
  const failures = new Map<Side, string>();

  function watched<Request, Answer>(side: Side, call: (request: Request) => Promise<Answer>) {
    return async (request: Request): Promise<Answer> => {
      try {
        const answer = await call(request);
        failures.delete(side);
        return answer;
      } catch (cause) {
        const says = cause instanceof Error ? cause.message : String(cause);
        failures.set(side, `${side} failed last at ${iso(clock.now())}: ${says}`);
        throw cause;
      }
    };
  }

  return {
    /** The same pager; whatever it is asked is remembered. */
    watch: (pager: Pager): Pager => ({
      trigger: watched('paging', order => pager.trigger(order)),
      acknowledge: watched('paging', ref => pager.acknowledge(ref)),
      resolve: watched('paging', ref => pager.resolve(ref)),
      // Whether a change is told says nothing of phones.
      change: order => pager.change(order),
      readBack: watched('looking', ref => pager.readBack(ref)),
      onCall: watched('looking', who => pager.onCall(who)),
    }),
    part(): { readonly ok: true; readonly reason?: string } {
      if (!configured) return { ok: true, reason: 'not configured: nobody is paged' };
      return failures.size === 0 ? { ok: true } : { ok: true, reason: [...failures.values()].join('; ') };
    },
  };
}
