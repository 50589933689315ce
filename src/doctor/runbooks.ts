import type { Loaded } from '#src/runbook/load.ts';
import type { Problem } from '#src/runbook/problem.ts';
import { productOf } from '#src/runbook/product-of.ts';
import { ok, problem, type Seen, warning } from './finding.ts';
import type { Check } from './run-checks.ts';

/** Whoever has more mistakes than this runs lint anyway. */
const SHOWN_MAX = 20;

/** What lint says, errors one by one. */
export function runbooksCheck(folder: string, load: () => Promise<Loaded>): Check {
  return {
    name: 'Runbooks',
    remedy: `Look whether GONOGO_RUNBOOKS names the folder of the products; ${folder} is what is looked at now.`,
    async run() {
      const { products, problems } = await load();
      if (products.length + problems.length === 0)
        return [
          problem(`${folder} holds no product.`, 'A product is a folder with a product.yml; README.md shows one.'),
        ];
      const errors = problems.filter(one => one.level === 'error');
      const unread = products.filter(one => productOf(one) === null).map(one => one.name);
      const startable = products.filter(one => one.startable).map(one => one.name);
      return [
        ...(startable.length > 0 ? [ok(`Can be started: ${startable.join(', ')}.`)] : []),
        ...errors.slice(0, SHOWN_MAX).map(errorSeen),
        ...unread.map(unreadSeen),
        ...more(errors.length - SHOWN_MAX),
        ...warned(problems.length - errors.length),
      ];
    },
  };
}

function errorSeen({ file, line, column, message, hint }: Problem): Seen {
  return problem(`${file}:${line}:${column} ${message}`, hint);
}

function unreadSeen(name: string): Seen {
  return warning(
    `Channels, people and pagers of ${name} were not looked at, because none of its runbooks can be read.`,
    'Mend its errors first.',
  );
}

function more(number: number): readonly Seen[] {
  return number <= 0 ? [] : [problem(`${number} more errors.`, 'npm run gonogo lint names all of them.')];
}

function warned(number: number): readonly Seen[] {
  const says = number === 1 ? 'There is 1 warning of lint.' : `There are ${number} warnings of lint.`;
  return number === 0 ? [] : [warning(says, 'npm run gonogo lint names them.')];
}
