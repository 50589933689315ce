import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RepositorySeen } from '#src/adapters/git/inspect.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { resolveText } from '#src/domain/runbook/template.ts';
import { failed, ok, problem, type Seen, warning } from './finding.ts';
import { askEach, type Check } from './run-checks.ts';

/** Programs that commands may run: found on the PATH they will run with, in a folder that is there. */
export function executablesCheck(products: readonly Product[], find: (name: string) => string | null): Check {
  return {
    name: 'Executables',
    remedy: 'Look at GONOGO_PATH.',
    async run() {
      const named = products.flatMap(product =>
        Object.entries(product.executables).map(([name, { in: folder }]) => ({
          where: `${product.name}: ${name}`,
          name,
          folder: filled(folder, product),
        })),
      );
      const seen = await Promise.all(
        named.map(async ({ where, name, folder }) => {
          const file = find(name);
          if (file === null)
            return problem(`${where} is not on the PATH of commands.`, 'Install it there, or correct GONOGO_PATH.');
          if (folder !== null && !(await isFolder(folder)))
            return problem(
              `${where} runs in ${folder}, which is no folder.`,
              'Correct "in" in product.yml, or its var.',
            );
          return ok(`${where} is ${file}`);
        }),
      );
      return seen;
    },
  };
}

type Look = (repository: { readonly path: string; readonly branch: string }) => Promise<RepositorySeen>;

/** Working copies that releases are made from: there, with their branch, and without changes nobody committed. */
export function repositoriesCheck(products: readonly Product[], look: Look): Check {
  return {
    name: 'Repositories',
    remedy: 'Look whether git is installed where GONOGO_PATH says.',
    async run() {
      const named = products.flatMap(product => {
        const path = product.repository && filled(product.repository.path, product);
        return product.repository && path ? [{ name: product.name, path, branch: product.repository.branch }] : [];
      });
      const asked = await askEach(named, look);
      return asked.map(one =>
        'cause' in one
          ? failed(`${one.item.name}: ${one.item.path}`, one.cause, 'Mend that first, then look again.')
          : repositorySeen(one.item, one.answer),
      );
    },
  };
}

function repositorySeen(
  { name, path, branch }: { readonly name: string; readonly path: string; readonly branch: string },
  seen: RepositorySeen,
): Seen {
  const where = `${name}: ${path}`;
  switch (seen.state) {
    case 'absent':
      return problem(
        `${where} is no working copy of git (${seen.says}).`,
        'Clone it there, or correct repository.path or its var.',
      );
    case 'no-branch':
      return problem(`${where} has no branch ${branch}.`, `git -C ${path} fetch origin ${branch}:${branch}`);
    case 'there':
      return seen.isClean
        ? ok(`${where}, branch ${branch}, no changes`)
        : warning(
            `${where} has changes nobody committed; releases are made of what is committed.`,
            `git -C ${path} status`,
          );
  }
}

/** With its vars; null: it holds what only a run knows. */
function filled(text: string, { vars }: Product): string | null {
  const resolved = resolveText(text, name => (name.startsWith('vars.') ? vars[name.slice('vars.'.length)] : undefined));
  return resolved.ok ? resolve(resolved.value) : null;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
