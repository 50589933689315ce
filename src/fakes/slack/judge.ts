import type { JsonObject } from '#src/base/json.ts';
import type { RuleId } from './rules.ts';

/** Something that breaks a rule: which, with which of Slack's error words, and what exactly. */
export type Breach = { readonly rule: RuleId; readonly error: string; readonly message: string };

/** Ends a call with `ok: false`. Thrown by handlers, caught in one place (`api/answer.ts`). */
export class Refused extends Error {
  readonly rule: RuleId;
  readonly error: string;
  readonly details: readonly string[];
  readonly extra: JsonObject;

  constructor(rule: RuleId, error: string, details: readonly string[] = [], extra: JsonObject = {}) {
    super(`${error} (${rule})${details.length === 0 ? '' : `: ${details.join('; ')}`}`);
    this.rule = rule;
    this.error = error;
    this.details = details;
    this.extra = extra;
  }
}

export type Judge = ReturnType<typeof createJudge>;

/** Applies the rules, without those that were dropped. */
export function createJudge(without: readonly RuleId[]) {
  const dropped = new Set(without);
  return {
    holds: (rule: RuleId) => !dropped.has(rule),
    /** Throws `Refused` when the rule is in force and the condition does not hold. */
    require(rule: RuleId, condition: boolean, error: string, detail?: string, extra?: JsonObject) {
      if (!condition && !dropped.has(rule)) throw new Refused(rule, error, detail === undefined ? [] : [detail], extra);
    },
    /** Throws `Refused` when breaches remain after the dropped rules, with the error word of the first. */
    refuse(breaches: readonly Breach[]) {
      const standing = breaches.filter(breach => !dropped.has(breach.rule));
      const [first] = standing;
      if (first)
        throw new Refused(
          first.rule,
          first.error,
          standing.map(breach => breach.message),
        );
    },
  };
}
