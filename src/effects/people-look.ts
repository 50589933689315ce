import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { RolesFound } from '#src/domain/procedure/commands.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { EffectPorts } from './index.ts';

/** Who holds these roles is looked up when they are asked. Whatever happens an answer comes: the question waits for it. */
export function peopleLook(lookUp: EffectPorts['lookUp']): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 3,
    async run(task) {
      const { looks, roles, except, message } = task.row.body;
      const names = looks as readonly string[];
      const command = {
        actor: BOT,
        type: 'people-found',
        found: await lookUp(task.run.runbook.product, names).catch(() => unknown(names)),
        roles,
        except,
        message,
      } as unknown as WorldCommand;
      return { end: 'done', command };
    },
  };
}

function unknown(names: readonly string[]): RolesFound {
  return Object.fromEntries(names.map(name => [name, { problem: 'it could not be looked up' }]));
}
