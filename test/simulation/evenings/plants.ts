import { sha256 } from '#src/base/id.ts';
import type { JsonObject } from '#src/base/json.ts';
import type { Command } from '#src/domain/commands.ts';
import type { FoundFact } from '#src/domain/events.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { ended, refOf } from '#src/effects/action.ts';
import type { EffectKind, Finish } from '#src/ports/effect-kind.ts';
import type { Change, Store } from '#src/ports/store.ts';
import { nothing, replaced } from '../defects.ts';
import { over } from '../over.ts';
import { type Plant, SOUND } from '../plants.ts';

const plant = (name: string, defect: Partial<Plant>): Plant => ({ ...SOUND, name, ...defect });

const QUIET = { crashAfter: null, crashInCall: 0 };
const RESTARTS = { crashAfter: 150, crashInCall: 0, awayMs: 1_000, pressesPerMinute: 8 };

/** Defects of what binds the runs of a product to each other and to the world outside: each shows as the promise it breaks. */
export const EVENING_PLANTS: readonly Plant[] = [
  plant('the windows of the calendar are forgotten at a restart', {
    shows: /E1/,
    stress: RESTARTS,
    store: store => rememberingOther(store, 'release.started', withoutWindows),
  }),
  plant('nobody looks which freezes stand', {
    shows: /E7 release/,
    stress: QUIET,
    store: store =>
      over(store, {
        runs: async filter => (await store.runs(filter)).map(unfrozen),
        run: async stream => unfrozen(await store.run(stream)),
      }),
  }),
  plant('a release does not look who is in production', {
    shows: /E2/,
    stress: { ...QUIET, pressesPerMinute: 8 },
    store: store =>
      over(store, { runs: async filter => (await store.runs(filter)).map(row => without(row, 'production')) }),
  }),
  plant('nobody looks whether a rollback locked the product', {
    shows: /E3/,
    stress: { ...QUIET, pressesPerMinute: 8 },
    store: store => over(store, { runs: async filter => (await store.runs(filter)).map(row => without(row, 'lock')) }),
  }),
  plant('it is forgotten at a restart who leads a release', {
    shows: /E5/,
    stress: { ...RESTARTS, pressesPerMinute: 12 },
    store: store => rememberingOther(store, 'release.captain-set', () => null),
  }),
  plant('a file counts as evidence although it could not be read', {
    shows: /E6/,
    stress: { pressesPerMinute: 8 },
    kinds: kinds =>
      replaced(kinds, 'evidence.read', kind => ({ run: async task => believed(await kind.run(task), task) })),
  }),
  plant('the page of an alert is not ended with it', {
    shows: /E8/,
    stress: QUIET,
    kinds: kinds => {
      const deaf = replaced(kinds, 'pager.resolve', () => ({ run: nothing }));
      return replaced(deaf, 'pager.read-back', () => ({ run: nothing }));
    },
  }),
  plant('a go/no-go is told that nothing fires', {
    shows: /E9/,
    stress: { ...QUIET, serviceBad: 0.8, pressesPerMinute: 8 },
    kinds: kinds => replaced(kinds, 'facts', kind => ({ run: async task => cheered(await kind.run(task)) })),
  }),
  plant('the product forgets at a restart of which freezes it heard', {
    shows: /E7 product/,
    stress: RESTARTS,
    store: store => rememberingOther(store, 'freeze.told', () => null),
  }),
  plant('no drill is ever found overdue', {
    shows: /E14/,
    stress: QUIET,
    kinds: kinds => replaced(kinds, 'drills.look', kind => ({ run: async task => fresh(await kind.run(task)) })),
  }),
  plant('it is forgotten at a restart on which days it was looked at drills', {
    shows: /E14/,
    scene: 'finish-wave',
    stress: { ...RESTARTS, clockBack: 0.5 },
    store: store => rememberingOther(store, 'drills.overdue', () => null),
  }),
  plant('a ticket whose answer was lost is said to be there', {
    shows: /E11/,
    stress: { ...QUIET, requestLost: 0.6, pressesPerMinute: 8 },
    kinds: kinds => replaced(kinds, 'ticket.open', kind => ({ run: task => kind.run(task).catch(() => opened(task)) })),
  }),
  plant('a mark whose answer was lost is made again without a look', {
    shows: /E11 annotate .* twice/,
    from: 10,
    stress: { ...QUIET, replyLost: 0.6, doneLate: 0.4, pressesPerMinute: 8 },
    kinds: kinds => replaced(kinds, 'annotate', kind => ({ run: task => kind.run(asIfFirst(task)) })),
  }),
  plant('a drill that failed is not counted, so an older pass covers it', {
    shows: /E10 .* the drill counts/,
    from: 15,
    stress: { ...QUIET, commandFails: 0, pressesPerMinute: 12 },
    habits: { practice: 0.5 },
    kinds: kinds => replaced(kinds, 'facts', kind => ({ run: task => kind.run(withoutFailures(task)) })),
  }),
  plant('a claim from an old screen counts for whatever fails now', {
    shows: /E5 .* step.claimed/,
    stress: { ...QUIET, commandFails: 0.9, stale: 0.8, pressesPerMinute: 12 },
    engine: engine => ({
      ...engine,
      handle: async (stream, command, options) =>
        engine.handle(stream, asOfNow(await engine.run(stream), command), options),
    }),
  }),
  plant('it is forgotten at a restart who looks after a failed step, and the others are asked', {
    shows: /E5 .* step.unclaimed .*, which U0/,
    from: 2,
    stress: { ...RESTARTS, commandFails: 0.9, pressesPerMinute: 1 },
    store: store =>
      over(
        rememberingOther(store, 'step.claimed', () => null),
        {
          append: change => store.append({ ...change, timers: withoutEnds(change.timers, 'unclaimed:') }),
        },
      ),
  }),
  plant('an event that a subscriber did not take is let go', {
    shows: /E12/,
    stress: { refused: 0.5, pressesPerMinute: 8 },
    kinds: kinds => replaced(kinds, 'event.deliver', kind => ({ run: task => kind.run(task).catch(nothing) })),
  }),
  plant('a mail is said to be handed over before anybody took it', {
    shows: /E13/,
    stress: { mailFails: 0.9 },
    kinds: kinds => replaced(kinds, 'mail.send', kind => ({ run: task => kind.run(task).catch(() => handed(task)) })),
  }),
];

/** As the timeline is read again by the next life of the bot: facts of this type say something else; null: they are gone. */
function rememberingOther(store: Store, type: string, other: (data: JsonObject) => JsonObject | null): Store {
  return over(store, {
    async readStream(stream, afterSeq) {
      const rows = await store.readStream(stream, afterSeq);
      return rows.map(row => {
        if (row.type !== type) return row;
        const fact = JSON.parse(row.line);
        const data = other(fact.data);
        const changed = data === null ? { ...fact, type: 'note.added', data: { text: 'gone' } } : { ...fact, data };
        return { ...row, type: changed.type, line: JSON.stringify(changed) };
      });
    },
  });
}

function withoutWindows(data: JsonObject): JsonObject {
  const runbook = data['runbook'] as { product: { calendar: { rules: object } } };
  const rules = { ...runbook.product.calendar.rules, allow: [], deny: [] };
  const product = { ...runbook.product, calendar: { ...runbook.product.calendar, rules } };
  return { ...data, runbook: { ...runbook, product } as unknown as JsonObject };
}

function without(row: RunSummary, fact: string): RunSummary {
  return row.kind === 'release' ? { ...row, facts: { ...row.facts, [fact]: null } } : row;
}

function unfrozen<Row extends RunSummary | null>(row: Row): Row {
  return row?.kind === 'system' ? { ...row, facts: { ...row.facts, freezes: [] } } : row;
}

type Task = Parameters<EffectKind['run']>[0];

function asIfFirst(task: Task): Task {
  return { ...task, row: { ...task.row, attempt: 1 } };
}

function withoutFailures(task: Task): Task {
  return { ...task, runs: async filter => (await task.runs(filter)).filter(row => !failedDrill(row)) };
}

function failedDrill({ kind, facts }: RunSummary): boolean {
  return kind === 'drill' && (facts['result'] as { passed?: boolean } | null)?.passed === false;
}

function asOfNow(run: Run | null, command: Command): Command {
  const now = run !== null && command.type === 'claim' ? run.steps[command.step] : undefined;
  return now === undefined ? command : ({ ...command, attempt: now.attempt } as Command);
}

function withoutEnds(timers: Change['timers'], name: string): Change['timers'] {
  return Object.fromEntries(Object.entries(timers).filter(([key, timer]) => timer !== null || !key.startsWith(name)));
}

function believed(finish: Finish, { row }: Task): Finish {
  if (finish.end !== 'done' || finish.command?.type !== 'evidence-read' || !('problem' in finish.command.read))
    return finish;
  const file = { name: 'log', type: 'text/plain', size: 1, sha256: sha256(String(row.body['file'])) };
  return { ...finish, command: { ...finish.command, read: { link: 'https://slack.example', file } } };
}

function cheered(finish: Finish): Finish {
  if (finish.end !== 'done' || finish.command?.type !== 'facts-found') return finish;
  const facts = finish.command.facts.map(
    (one): FoundFact => (one.fact === 'no-alert.P1' ? { ...one, outcome: 'holds' } : one),
  );
  return { ...finish, command: { ...finish.command, facts } };
}

function fresh(finish: Finish): Finish {
  if (finish.end !== 'done' || finish.command?.type !== 'drills-looked') return finish;
  return { ...finish, command: { ...finish.command, overdue: [] } };
}

function opened(task: Task): Finish {
  return ended(refOf(task), 'done', { says: 'opened', outputs: { url: 'https://tickets.example/1' } });
}

function handed({ row }: Task): Finish {
  const about = { step: null, page: null, role: null, to: row.body['to'] as string[], files: [] };
  return { end: 'done', command: { actor: { kind: 'bot' }, type: 'mail-handed', ...about, says: 'handed over' } };
}
