import { unmet } from '#src/domain/measure/expectation.ts';
import { isCurrent } from '#src/domain/procedure/refs.ts';
import type { HttpExpectation } from '#src/domain/runbook/model/step.ts';
import { GonogoError } from '#src/errors.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { Http } from '#src/ports/http.ts';
import { ended, refOf, unwanted } from './action.ts';

/** Asks once whether the work behind an accepted call is done. No answer is no news: it is asked again. */
export function httpPoll(http: Http): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 3,
    async run(task) {
      // Also while its step is being stopped: then this is the last look.
      if (!isCurrent(task.run, refOf(task))) return unwanted(task);
      const { url, headers, expect, failOn } = task.row.body;
      try {
        const answer = await http.send({
          method: 'GET',
          url: String(url),
          headers: headers as { [name: string]: string },
        });
        const wanted = expect as unknown as HttpExpectation;
        const wrong = unmet(wanted, answer);
        if (wrong === null) return ended(refOf(task), 'done', { says: asWanted(wanted, answer.status) });
        const fatal = failOn !== null && unmet(failOn as unknown as HttpExpectation, answer) === null;
        return ended(refOf(task), fatal ? 'failed' : 'pending', {
          says: `GET ${url}: ${wrong}`,
          detail: answer.text.slice(0, 2_000),
        });
      } catch (cause) {
        if (!(cause instanceof GonogoError)) throw cause;
        return ended(refOf(task), 'pending', { says: cause.message });
      }
    },
  };
}

/** `HTTP 200, /state is ready`: what was waited for is there. */
function asWanted({ pointers }: HttpExpectation, status: number): string {
  const found = Object.entries(pointers).map(([pointer, value]) => `${pointer} is ${value}`);
  return [`HTTP ${status}`, ...found].join(', ');
}
