import { AsyncLocalStorage } from 'node:async_hooks';
import { assert } from '#src/base/assert.ts';
import { HOUR } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { StepRef } from '#src/domain/procedure/commands.ts';
import type { EffectKind, EffectKinds, Finish, Task } from '#src/ports/effect-kind.ts';
import type { LogBook } from './log-book.ts';
import type { Scene } from './scene.ts';
import { isMadeToFail } from './scene.ts';

const task = new AsyncLocalStorage<Task>();

/** The effect a port is called for: its answer has to fit what that one expects. */
export function taskInHand(): Task {
  const found = task.getStore();
  assert(found !== undefined, 'a port is only called for an effect');
  return found;
}

/** The real kinds, each telling the recording ports what they are called for; the step that is to fail does. */
export function rehearsed(kinds: EffectKinds, scene: Scene, book: LogBook): EffectKinds {
  const wrap = (kind: EffectKind): EffectKind => ({ ...kind, run: one => task.run(one, () => play(kind, one)) });

  async function play(kind: EffectKind, one: Task): Promise<Finish> {
    if (fails(one, scene.fail)) return failed(one);
    return actsOnRelease(one, book) ?? withHistory(one, await kind.run(one));
  }
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, wrap(kind)]));
}

const STEPS: ReadonlySet<string> = new Set([
  'command.start',
  'http.call',
  'http.get',
  'check',
  'git.version',
  'git.notes',
  'git.tag',
  'report.write',
]);

function fails({ row }: Task, fail: string | null): boolean {
  return STEPS.has(row.kind) && isMadeToFail(fail, refOf(row.body)?.step);
}

function failed({ row }: Task): Finish {
  const ref = refOf(row.body) as StepRef;
  const says = 'it was made to fail in this rehearsal';
  return {
    end: 'done',
    command: { actor: BOT, type: 'action-ended', ref, end: 'failed', says, detail: null, outputs: {} },
  };
}

/** An incident's action on a release is that release's to do, and there is none here; null: it is none. */
function actsOnRelease({ row }: Task, book: LogBook): Finish | null {
  const { taken, command } = row.body as { readonly taken?: string; readonly command?: { readonly what?: string } };
  if (row.kind !== 'run.tell' || taken === undefined) return null;
  const says = `${RECENT} ${command?.what === 'pause' ? 'is paused' : 'is rolled back'}, by its own runbook`;
  book.add('call', `see to it that ${says}`);
  return { end: 'done', command: { actor: BOT, type: 'action-told', taken, says, failed: false } };
}

/** The release an incident finds to have gone out an hour before. */
const RECENT = 'REL-1';

/** What only earlier runs could tell is taken to hold: here there are none. */
function withHistory({ run, now }: Task, finish: Finish): Finish {
  if (finish.end !== 'done' || finish.command === undefined) return finish;
  const { command } = finish;
  if (command.type === 'suspects-found') {
    const release = { run: RECENT, title: 'the last release', version: '1.2.0', at: now() - HOUR, status: 'completed' };
    return { ...finish, command: { ...command, releases: [release] } };
  }
  if (command.type !== 'facts-found' && command.type !== 'step-measured') return finish;
  const isHistory = (name: string) => name.startsWith('drill.') || run.runbook.product.facts[name]?.kind === 'earlier';
  const facts = command.facts.map(one =>
    isHistory(one.fact) ? { ...one, outcome: 'holds' as const, says: 'taken to hold in a rehearsal' } : one,
  );
  return { ...finish, command: { ...command, facts } };
}

function refOf(body: Task['row']['body']): StepRef | null {
  return (body['ref'] ?? null) as unknown as StepRef | null;
}
