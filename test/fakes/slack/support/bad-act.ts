import type { SlackFakeOptions } from '#src/fakes/slack/options.ts';
import type { RuleId } from '#src/fakes/slack/rules.ts';
import type { World } from './world.ts';

/** A breach that takes more than one call. Answers whether the last step went through. */
export type BadAct = {
  readonly rule: RuleId;
  readonly error: string;
  readonly options?: SlackFakeOptions;
  readonly act: (world: World) => Promise<boolean>;
};
