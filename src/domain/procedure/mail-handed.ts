import type { WorldCommand } from '#src/domain/commands.ts';
import type { EventData } from '#src/domain/events.ts';

/** What stands on a timeline of a mail that a server took. */
export function handedOf(command: WorldCommand & { readonly type: 'mail-handed' }): EventData<'mail.handed'> {
  const { step, page, role, says, mail } = command;
  const who = { step, page, role, to: [...command.to], files: [...command.files], says };
  return mail === undefined ? who : { ...who, mail };
}
