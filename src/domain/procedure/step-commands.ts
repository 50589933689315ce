import type { PersonCommand } from '#src/domain/commands.ts';
import type { StepCommand } from './commands.ts';

const TYPES: { readonly [type in StepCommand['type']]: true } = {
  confirm: true,
  tick: true,
  answer: true,
  attach: true,
  'attach-file': true,
  retry: true,
  skip: true,
};

/** What people do to a step is the same in every kind of run. */
export function isStepCommand(command: PersonCommand): command is Extract<PersonCommand, StepCommand> {
  return Object.hasOwn(TYPES, command.type);
}
