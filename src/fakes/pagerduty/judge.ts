import type { RuleId } from './rules.ts';

/** Ends a request. Thrown by whatever judges, caught in one place (`server.ts`). */
export class Refused extends Error {
  readonly rule: RuleId;
  readonly status: number;

  constructor(rule: RuleId, status: number, message: string) {
    super(message);
    this.rule = rule;
    this.status = status;
  }
}

export type Judge = ReturnType<typeof createJudge>;

/** Applies the rules, without those that were dropped. */
export function createJudge(without: readonly RuleId[]) {
  const dropped = new Set(without);
  return {
    holds: (rule: RuleId) => !dropped.has(rule),
    /** Throws `Refused` when the rule is in force and the condition does not hold. Status 400 unless said otherwise. */
    require(rule: RuleId, condition: boolean, message: string, status = 400) {
      if (!condition && !dropped.has(rule)) throw new Refused(rule, status, message);
    },
  };
}
