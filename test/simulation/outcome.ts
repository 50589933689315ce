/** What came of one seed. */
export type Outcome = {
  readonly seed: number;
  readonly scene: string;
  readonly problems: readonly string[];
  readonly reached: ReadonlyMap<string, number>;
  /** Every stored line: the same seed gives the same, always. */
  readonly lines: readonly string[];
  /** What is still open in the outbox. */
  readonly open: readonly string[];
};

type Schedule = { play(): Promise<void>; fail(says: string): void; outcome(): Outcome };

/** Plays it to its end; what throws on the way is a problem like any other. */
export async function played(schedule: Schedule): Promise<Outcome> {
  await schedule
    .play()
    .catch((cause: unknown) => schedule.fail(`threw: ${cause instanceof Error ? cause.stack : cause}`));
  return schedule.outcome();
}
