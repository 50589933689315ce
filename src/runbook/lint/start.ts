import { suggest } from '#src/base/nearest.ts';
import type { StartOther } from '#src/domain/runbook/model/incident.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { known } from './known.ts';
import type { Subject } from './site.ts';

/** What is started exists, in that strategy and with those inputs. */
export function lintStart(subject: Subject, path: Path, { what, strategy, inputs }: StartOther): void {
  const { types, drills } = subject.siblings;
  const type = types.find(one => one.name === what || one.alias.includes(what));
  if (!type && drills.includes(what)) {
    if (strategy !== null || Object.keys(inputs).length > 0)
      tell(subject.file, path, {
        message: `"${what}" is a drill, which takes no strategy and no inputs`,
        hint: `write start: ${what}`,
      });
  } else if (!type) {
    const names = [...types.flatMap(one => [one.name, ...one.alias]), ...drills];
    const message = `there is no release type or drill "${what}" to start`;
    tell(subject.file, path, { message, hint: suggest(what, names) });
  } else {
    if (strategy !== null)
      known(subject, [...path, 'strategy'], { what: 'strategy', name: strategy, names: type.strategies });
    for (const name of Object.keys(inputs))
      known(subject, [...path, 'inputs', name], { what: 'input', name, names: type.inputs });
  }
}
