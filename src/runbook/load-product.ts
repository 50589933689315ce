import { sha256 } from '#src/base/id.ts';
import type { AlertBook } from '#src/domain/runbook/model/alert.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Choice, ChoiceNames } from './expand.ts';
import type { Siblings } from './lint/site.ts';
import { loadAlerts } from './load-alerts.ts';
import { type LoadedDrill, loadDrill } from './load-drill.ts';
import { loadIncident } from './load-incident.ts';
import { type LoadedRelease, loadRelease } from './load-release.ts';
import { typesOf, words } from './names-in.ts';
import type { ParsedFile } from './parse-file.ts';
import type { PolicyFile } from './policy/read-policy.ts';
import type { Problem } from './problem.ts';
import { readProduct } from './read-product.ts';
import type { Policies } from './resolve/budget.ts';
import { keysOf, nodeAt } from './yaml/node.ts';

export type LoadedProduct = {
  /** The folder's name: what people type. */
  readonly name: string;
  readonly title: string;
  /** false: something in its files is wrong, and nothing of it may be started. */
  readonly startable: boolean;
  readonly releases: readonly LoadedRelease[];
  /** What `/incident declare` runs; null: the product has no incident file, or one that does not load. */
  readonly incident: IncidentRunbook | null;
  /** What is measured all the time; null: nothing, so nothing is. */
  readonly alerts: AlertBook | null;
  readonly drills: readonly LoadedDrill[];
  /** Path, text and sha256 of every file, the product's first, its limits files last. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly hash: string }[];
  readonly problems: readonly Problem[];
};

type Parts = {
  readonly name: string;
  readonly product: ParsedFile;
  readonly files: readonly ParsedFile[];
  readonly vars: { readonly [name: string]: string };
  readonly nats: boolean;
  readonly changeEvents: boolean;
  readonly policies: Policies;
};

export function loadProduct({
  name,
  product,
  files,
  vars,
  nats,
  changeEvents,
  policies,
}: Parts): Omit<LoadedProduct, 'startable'> {
  const { releases, incidents, drills } = byKind(files);
  const siblings = siblingsOf(releases, drills);
  const limits: readonly PolicyFile[] = Object.values(policies);
  const names = everyName(product, siblings);
  const read = (seen: ChoiceNames, choice: Choice) =>
    readProduct(product, { names: seen, choice, options: { name, vars, nats, changeEvents, policies } });
  const shared = { product, policies: limits, siblings, readProduct: read };
  const loaded = releases.map(file => loadRelease({ ...shared, file, environments: names.byEnvironment }));
  const [incident] = incidents.map(file => loadIncident({ ...shared, file, names }));
  const alerts = loadAlerts({ tree: product.tree, incident: incident?.runbook ?? null, names, readProduct: read });
  const loadedDrills = drills.map(file => loadDrill({ ...shared, file, names }));
  const alone =
    loaded.length + loadedDrills.length === 0 && !incident
      ? read(names, { type: '', strategy: '' }).context.problems
      : [];
  const title = nodeAt(product.tree, ['title']);
  const ordered = [product, ...files.filter(file => file !== product), ...limits];
  return {
    name,
    title: title?.kind === 'scalar' ? String(title.value) : name,
    releases: loaded,
    incident: incident?.runbook ?? null,
    alerts: alerts.book,
    drills: loadedDrills,
    files: ordered.map(({ path, text }) => ({ path, text, hash: sha256(text) })),
    problems: [
      ...alone,
      ...loaded.flatMap(release => release.problems),
      ...(incident?.problems ?? []),
      ...alerts.problems,
      ...loadedDrills.flatMap(one => one.problems),
      ...sharedTypes(loaded),
      ...secondIncidents(incidents),
      ...sharedIds(drills),
    ],
  };
}

const isMain = (file: ParsedFile): boolean => file.path.endsWith('/release.yml');

function byKind(files: readonly ParsedFile[]) {
  const of = (kind: ParsedFile['kind']) => files.filter(file => file.kind === kind);
  // What people look for first stands in release.yml, whatever other release files there are.
  const [main, others] = [of('release').filter(isMain), of('release').filter(file => !isMain(file))];
  const releases = [...main, ...others];
  return { releases, incidents: of('incident'), drills: of('drill') };
}

/** What a file may start of the others. */
function siblingsOf(releases: readonly ParsedFile[], drills: readonly ParsedFile[]): Siblings {
  return {
    types: releases.flatMap(({ tree }) => {
      const inputs = keysOf(nodeAt(tree, ['inputs']));
      return typesOf(tree).map(({ name, alias, strategies }) => ({ name, alias, strategies, inputs }));
    }),
    drills: drills.flatMap(({ tree }) => words(nodeAt(tree, ['id']))),
  };
}

/** Every name a choice in the product's file may be for, whichever runbook reads it. */
function everyName(product: ParsedFile, { types }: Siblings): ChoiceNames {
  return {
    byType: types.map(type => type.name),
    byStrategy: types.flatMap(type => type.strategies),
    byEnvironment: keysOf(nodeAt(product.tree, ['environments'])),
  };
}

/** `/incident declare` has to find one file. */
function secondIncidents([first, ...others]: readonly ParsedFile[]): readonly Problem[] {
  return others.map(({ path, tree }) => {
    const message = `the product already has an incident runbook, ${first?.path}`;
    const hint = 'keep one; what differs by severity is told apart with only';
    return { file: path, ...(nodeAt(tree, ['kind']) ?? tree).at, level: 'error' as const, message, hint };
  });
}

/** `/runbook start restore-test` has to find one file. */
function sharedIds(drills: readonly ParsedFile[]): readonly Problem[] {
  const owners = new Map<string, string>();
  return drills.flatMap(({ path, tree }) =>
    words(nodeAt(tree, ['id'])).flatMap(id => {
      const owner = owners.get(id);
      owners.set(id, owner ?? path);
      if (owner === undefined) return [];
      const message = `the drill "${id}" already stands in ${owner}`;
      const hint = 'facts and commands call a drill by its id; choose another';
      return [{ file: path, ...(nodeAt(tree, ['id']) ?? tree).at, level: 'error' as const, message, hint }];
    }),
  );
}

/** `/release start vendor` has to find one file. */
function sharedTypes(releases: readonly LoadedRelease[]): readonly Problem[] {
  const owners = new Map<string, string>();
  return releases.flatMap(release =>
    release.types.flatMap(type =>
      [type.name, ...type.alias].flatMap(name => {
        const owner = owners.get(name);
        owners.set(name, owner ?? release.path);
        if (owner === undefined) return [];
        const message = `the release type "${name}" already belongs to ${owner}`;
        const hint = 'a type belongs to one runbook of a product; rename one';
        return [{ file: release.path, ...type.at, level: 'error' as const, message, hint }];
      }),
    ),
  );
}
