import type { z } from 'zod';
import { check } from './check.ts';
import type { Problem } from './problem.ts';
import { type Entry, entryOf, type Node, nodeAt, type Path } from './yaml/node.ts';

export type Mended<T> = {
  /** With every place at fault left out or filled, for judging alone: nothing of it may ever run. */
  readonly value: T;
  readonly tree: Node;
  /** Of what is found in it, what would be found in the real file too. */
  readonly keep: (found: readonly Problem[]) => readonly Problem[];
};

/** More than a file of 64 KB can hold of mistakes that make sense to list. */
const ROUNDS_MAX = 100;
/** Tried one after the other where something has to stand. */
const FILLINGS = ['1s', '10%', 'x', 1, true];

/**
 * A file whose grammar is wrong in places can still be judged everywhere else, so that all mistakes are told at once.
 * Null where it cannot be made to read.
 */
export function mend<S extends z.ZodType>(schema: S, tree: Node, told: readonly Problem[]): Mended<z.output<S>> | null {
  const lines = new Set(told.map(one => one.line));
  const lost: string[] = [];
  const tried = new Map<string, number>();
  let here = tree;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const checked = check(schema, here, '');
    if (checked.ok) {
      const real = (one: Problem) => !lines.has(one.line) && !lost.some(id => one.message.includes(id));
      return { value: checked.value, tree: here, keep: found => found.filter(real) };
    }
    const [fault] = checked.faults;
    if (fault === undefined || fault.path.length === 0) return null;
    const place = JSON.stringify(fault.path);
    const attempt = tried.get(place) ?? 0;
    if (attempt > FILLINGS.length) return null;
    tried.set(place, attempt + 1);
    const at = nodeAt(here, fault.path);
    const id = entryOf(at, 'id')?.value;
    if (id?.kind === 'scalar') lost.push(`"${String(id.value)}"`, `steps.${String(id.value)}.`);
    here = replaced(here, fault.path, filling(at, attempt));
  }
  return null;
}

/** First nothing at all; a step stays a step, so that what names it by its id finds it. */
function filling(at: Node | undefined, attempt: number): Node | null {
  if (at?.kind === 'map' && attempt === 0) {
    const id = entryOf(at, 'id');
    const mark = at.at;
    const note: Entry = { key: 'note', at: mark, value: { kind: 'scalar', at: mark, value: 'x' } };
    if (id) return { kind: 'map', at: mark, entries: [id, note] };
  }
  const value = attempt === 0 ? undefined : FILLINGS[attempt - 1];
  return value === undefined ? null : { kind: 'scalar', at: at?.at ?? { line: 1, column: 1 }, value };
}

/** The tree with something else at a path; null: with nothing there. */
function replaced(node: Node, [part, ...rest]: Path, by: Node | null): Node {
  if (node.kind === 'scalar' || part === undefined) return by ?? node;
  if (node.kind === 'list') {
    const items = node.items.flatMap((item, index) => (index === Number(part) ? within(item, rest, by) : [item]));
    return { ...node, items };
  }
  const key = String(part);
  const entries = node.entries.flatMap(entry =>
    entry.key === key ? within(entry.value, rest, by).map(value => ({ ...entry, value })) : [entry],
  );
  const isNew = rest.length === 0 && by !== null && entryOf(node, key) === undefined;
  return { ...node, entries: isNew ? [...entries, { key, at: node.at, value: by }] : entries };
}

function within(node: Node, rest: Path, by: Node | null): readonly Node[] {
  if (rest.length > 0) return [replaced(node, rest, by)];
  return by === null ? [] : [by];
}
