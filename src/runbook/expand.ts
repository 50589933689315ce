import { suggest } from '#src/base/nearest.ts';
import { PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { Problem } from './problem.ts';
import { type Entry, entryOf, type Mark, type Node } from './yaml/node.ts';

/** What a run is: which branch of each `byType`, `byStrategy`, `byEnvironment` holds. */
export type Choice = { readonly type: string; readonly strategy: string; readonly environment?: string };

/** The names that may stand below a choice; an unknown one would never be chosen, in silence. */
export type ChoiceNames = {
  readonly byType: readonly string[];
  readonly byStrategy: readonly string[];
  readonly byEnvironment: readonly string[];
};

export type Expanded = { readonly tree: Node; readonly problems: readonly Problem[] };
type Way = {
  readonly file: string;
  readonly choice: Choice;
  readonly names: ChoiceNames;
  readonly problems: Problem[];
};

const KEYS = ['byType', 'byStrategy', 'byEnvironment'] as const;
type ChoiceKey = (typeof KEYS)[number];

/**
 * Replaces every choice by its branch for one type and strategy. In a list a branch is replaced by its items, and a
 * missing one by nothing; elsewhere a missing branch is a mistake. `byEnvironment` is decided by the phase it stands in.
 */
export function expand(tree: Node, options: { file: string; choice: Choice; names: ChoiceNames }): Expanded {
  const way: Way = { ...options, problems: [] };
  return { tree: expandNode(tree, way) ?? tree, problems: way.problems };
}

function expandNode(node: Node, way: Way): Node | undefined {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'list') return { ...node, items: node.items.flatMap(item => expandItem(item, way)) };
  const chosen = choiceOf(node, way);
  if (chosen) {
    const branch = branchOf(chosen, way, true);
    return branch && expandNode(branch, way);
  }
  const inside = withEnvironment(node, way);
  const entries = node.entries.flatMap(entry => {
    const value = expandNode(entry.value, entry.key === 'rollback' ? forProduction(way) : inside);
    return value ? [{ ...entry, value }] : [];
  });
  return { ...node, entries };
}

function expandItem(item: Node, way: Way): readonly Node[] {
  const chosen = choiceOf(item, way);
  if (!chosen) {
    const one = expandNode(item, way);
    return one ? [one] : [];
  }
  const branch = branchOf(chosen, way, false);
  const value = branch && expandNode(branch, way);
  if (!value) return [];
  return value.kind === 'list' ? value.items : [value];
}

/** A map with exactly one of the three keys, which this place can decide. */
function choiceOf(node: Node, way: Way): Entry | undefined {
  if (node.kind !== 'map' || node.entries.length !== 1) return undefined;
  const [entry] = node.entries;
  if (!entry || !isChoiceKey(entry.key) || entry.value.kind !== 'map') return undefined;
  return entry.key === 'byEnvironment' && way.choice.environment === undefined ? undefined : entry;
}

function branchOf(entry: Entry, way: Way, required: boolean): Node | undefined {
  const key = entry.key as ChoiceKey;
  const wanted = { byType: way.choice.type, byStrategy: way.choice.strategy, byEnvironment: way.choice.environment }[
    key
  ];
  const branches = entry.value.kind === 'map' ? entry.value.entries : [];
  const known = [...way.names[key], 'default'];
  for (const branch of branches) {
    if (known.includes(branch.key)) continue;
    tell(way, branch.at, `${key} knows no "${branch.key}"`, suggest(branch.key, known));
  }
  const found = entryOf(entry.value, wanted ?? '') ?? entryOf(entry.value, 'default');
  if (!found && required) {
    if (wanted === '') tell(way, entry.at, `${key} says nothing where no release runs`, 'add "default:"');
    else tell(way, entry.at, `${key} says nothing for "${wanted}"`, `add "${wanted}:" or "default:"`);
  }
  return found?.value;
}

/** Below a phase the phase's environment holds. */
function withEnvironment(node: Node, way: Way): Way {
  const said = entryOf(node, 'touches') ?? entryOf(node, 'environment');
  if (!entryOf(node, 'steps') || said?.value.kind !== 'scalar') return way;
  return { ...way, choice: { ...way.choice, environment: String(said.value.value) } };
}

function forProduction(way: Way): Way {
  return { ...way, choice: { ...way.choice, environment: PRODUCTION } };
}

function isChoiceKey(key: string): key is ChoiceKey {
  return (KEYS as readonly string[]).includes(key);
}

function tell(way: Way, at: Mark, message: string, hint: string): void {
  way.problems.push({ file: way.file, ...at, level: 'error', message, hint });
}
