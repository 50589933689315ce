import type { KnownBlock, ModalView } from '@slack/types';
import { expect } from 'vitest';
import { registry } from '#commands/index.ts';
import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import { createRunbooks } from '#src/bot/runbooks.ts';
import { incidentMessage } from '#src/chat/cards/incident.ts';
import { releaseCard } from '#src/chat/cards/release.ts';
import { stepMessage } from '#src/chat/cards/step.ts';
import type { Desk } from '#src/chat/desk.ts';
import { directMessage } from '#src/chat/direct.ts';
import { dispatch } from '#src/chat/dispatch.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { FoundMessage, Message } from '#src/chat/message.ts';
import type { Reply } from '#src/chat/reply.ts';
import { storyLines } from '#src/chat/story.ts';
import type { ToldFact } from '#src/chat/told.ts';
import type { Standing } from '#src/domain/actor.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Command, PersonCommand, WorldCommand } from '#src/domain/commands.ts';
import { decide } from '#src/domain/decide.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, IncidentRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { react } from '#src/domain/react.ts';
import { calendarOf } from '#src/domain/release/calendar/bound.ts';
import { isOver } from '#src/domain/release/over.ts';
import { timersOf } from '#src/domain/timers.ts';
import { summaryOf } from '#src/engine/summary.ts';
import { judged, judgedView } from './judged.ts';
import { loadShop } from './shop.ts';

/** Tuesday 2026-11-24, 13:00 in Berlin. */
export const NOON: Instant = Date.UTC(2026, 10, 24, 12);

type WorldAsk = WorldCommand extends infer C ? (C extends unknown ? Omit<C, 'actor'> : never) : never;
type Options = { readonly loaded?: ReturnType<typeof loadShop>; readonly defaultProduct?: string | null };

/**
 * The commands over the real decider and the real reader of runbooks, without a store: runs in memory, a clock that stands
 * until it is moved, and whatever is shown judged by Slack's limits.
 */
export function createWorld({ loaded = loadShop(), defaultProduct = 'shop' }: Options = {}) {
  const runs = new Map<string, Run>();
  const messages = new Map<string, FoundMessage>();
  const facts: Fact[] = [];
  const effects: EffectAsk[] = [];
  const runbooks = createRunbooks(loaded, defaultProduct);
  const standings = new Map<string, Standing>();
  let now = NOON;
  let key = 0;

  function apply(id: string, command: Command): { run: Run | null; refusal: { code: string; text: string } | null } {
    const decided = decide(
      `${id.startsWith('INC-') ? 'incident' : 'release'}:${id}`,
      runs.get(id) ?? null,
      command,
      now,
    );
    const { run } = decided;
    if (run) runs.set(id, run);
    facts.push(...decided.facts);
    const asked = decided.run ? react(decided.run, decided.facts) : [];
    effects.push(...asked.filter(one => one.kind !== 'production.turn'));
    // No other run is about: production is free when it is asked for.
    const turn = asked.some(one => one.kind === 'production.turn');
    return turn ? apply(id, { actor: BOT, type: 'production-turn', behind: null }) : { ...decided, run };
  }

  function rolesOf(user: string): readonly string[] {
    const name = defaultProduct ?? 'shop';
    const product = (runbooks.resolve(name, 'minor', null) ?? runbooks.incident(name))?.product;
    return Object.entries(product?.roles ?? {}).flatMap(([name, role]) => (role.users.includes(user) ? [name] : []));
  }

  function deskFor(incoming: Incoming): Desk {
    const { person } = incoming;
    const actor = { kind: 'person' as const, ...person, roles: rolesOf(person.user) };
    const reply = (id: string, command: PersonCommand, say: (after: Run) => Reply): Reply => {
      const { run, refusal } = apply(id, command);
      if (refusal || !run) return { kind: 'refusal', ...(refusal ?? { code: 'none', text: 'none' }) };
      return say(run);
    };
    const all = () => [...runs.values()].toReversed().map(run => summaryOf(run, '', timersOf(run)));
    return {
      now: () => now,
      runbooks,
      alerts: async () => null,
      handleAlert: async () => ({ kind: 'nothing' }),
      roles: async () => actor.roles,
      run: async id => runs.get(id) ?? null,
      release: async id => releaseIn(runs.get(id)),
      incident: async id => incidentIn(runs.get(id)),
      lintLive: () => ({ kind: 'say', message: { text: 'Asking every metric.' } }),
      rehearse: ({ title }) => ({ kind: 'say', message: { text: `Rehearsing ${title}.` } }),
      async drill(id) {
        const run = runs.get(id);
        return run?.kind === 'drill' ? run : null;
      },
      async startDrill({ product, drill, channel }, say) {
        const runbook = runbooks.drill(product, drill);
        if (!runbook) return { kind: 'refusal', code: 'drill.unknown', text: 'There is no such drill.' };
        const id = `DRILL-${[...runs.keys()].filter(one => one.startsWith('DRILL-')).length + 1}`;
        const { roles } = runbook.product;
        const people = Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, role.users]));
        const known = { executables: {}, people, channel: channel ?? '' };
        return reply(id, { type: 'start-drill', actor, id, runbook, ...known }, after => say(after as DrillRun));
      },
      message: async ({ ts }) => messages.get(ts) ?? null,
      onCall: async () => [{ role: 'ops', says: 'Li until 20:00' }],
      async declare(request, say) {
        const runbook = runbooks.incident(request.product);
        if (!runbook) return { kind: 'refusal', code: 'declare.unknown', text: 'There is no such runbook.' };
        const id = `INC-${[...runs.keys()].filter(one => one.startsWith('INC-')).length + 1}`;
        const { roles, channels } = runbook.product;
        const people = Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, role.users]));
        const channel = (request.private ? channels['private'] : channels['incidents']) ?? '';
        const known = { executables: {}, people, settleMs: 60_000 };
        const command = { type: 'declare' as const, actor, id, runbook, ...request, channel, ...known };
        return reply(id, command, after => say(after as IncidentRun));
      },
      calendar: async name => {
        const type = runbooks.products().find(one => one.name === name)?.types[0];
        const found = type && runbooks.resolve(name, type.name, null);
        return found ? calendarOf(found.product, []) : null;
      },
      freezes: async () => [],
      freeze: async () => ({ kind: 'nothing' }),
      endFreeze: async () => ({ kind: 'nothing' }),
      runByThread: async (_channel, thread) => runs.get(thread) ?? null,
      runs: async filter =>
        all().filter(
          run =>
            (filter.kind === undefined || run.kind === filter.kind) &&
            (filter.product === undefined || run.product === filter.product) &&
            (filter.open === undefined || run.open === filter.open) &&
            (filter.channel === undefined || run.channel === filter.channel) &&
            (filter.owner === undefined || run.owner === filter.owner),
        ),
      handle: async (id, ask, say) => reply(id, { ...ask, actor } as PersonCommand, say),
      async start(request, say) {
        const runbook = runbooks.resolve(request.product, request.type, request.strategy);
        if (!runbook) return { kind: 'refusal', code: 'start.unknown', text: 'There is no such release.' };
        const id = `REL-${[...runs.keys()].filter(one => one.startsWith('REL-')).length + 1}`;
        const { roles, channels } = runbook.product;
        const people = Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, role.users]));
        const { inputs, T, version } = request;
        const channel = request.channel ?? channels['releases'] ?? '';
        const incident = request.incident ?? null;
        return reply(
          id,
          { type: 'start', actor, id, runbook, inputs, T, version, channel, executables: {}, people, incident },
          after => say(after as ReleaseRun),
        );
      },
    };
  }

  async function ask(incoming: Incoming): Promise<Reply> {
    const reply = await dispatch(registry, incoming, deskFor(incoming));
    if (reply.kind === 'modal') judgedView(reply.view);
    if (reply.kind === 'say') judged(reply.message);
    return reply;
  }

  function base(user: string, channel: string | null, thread: string | null) {
    key += 1;
    const standing = standings.get(user) ?? 'full';
    return { key: `k${key}`, person: { team: 'T0', user, standing }, channel, thread };
  }

  const world = {
    runs,
    facts,
    effects,
    standings,
    now: () => now,
    messages,
    run: (id = 'REL-1'): ReleaseRun => {
      const run = releaseIn(runs.get(id));
      if (!run) throw new Error(`no release ${id}`);
      return run;
    },
    incident: (id = 'INC-1'): IncidentRun => {
      const run = incidentIn(runs.get(id));
      if (!run) throw new Error(`no incident ${id}`);
      return run;
    },
    /** `/incident ...` */
    say: (user: string, text: string, channel: string | null = 'C0INC') =>
      ask({ ...base(user, channel, null), kind: 'command', noun: 'incident', text }),
    /** A message of an incident as it looks now; null: it shows nothing. */
    drawn(body: JsonObject, id = 'INC-1'): Message | null {
      const message = incidentMessage(world.incident(id), body, now);
      return message === null ? null : judged(message);
    },
    named(name: string, id = 'INC-1'): Message {
      const message = world.drawn({ name }, id);
      if (message === null) throw new Error(`nothing is shown as ${name}`);
      return message;
    },
    /** What was asked to be posted in the incident's thread, as it is drawn now, oldest first. */
    posted: (id = 'INC-1'): readonly Message[] =>
      effects
        .filter(one => one.kind === 'chat.post' && one.body['name'] !== undefined && one.lane.includes(id))
        .flatMap(one => world.drawn(one.body, id) ?? []),
    /** Direct messages to one person, oldest first. */
    direct: (user: string, id = 'INC-1'): readonly Message[] =>
      effects
        .filter(one => one.kind === 'chat.direct' && one.body['user'] === user)
        .map(one => judged(directMessage(world.incident(id), one.body, null))),
    react: (user: string, ts: string, thread: string, reaction = 'pushpin') =>
      ask({ ...base(user, 'C0INC', thread), kind: 'reaction', reaction, message: { channel: 'C0INC', ts } }),
    change: (user: string, ts: string, text: string | null) =>
      ask({ ...base(user, 'C0INC', null), kind: 'changed', message: { channel: 'C0INC', ts, text } }),
    type: (user: string, text: string, channel: string | null = 'C0SHOP') =>
      ask({ ...base(user, channel, null), kind: 'command', noun: 'release', text }),
    mention: (user: string, text: string, thread: string | null, channel = 'C0SHOP') =>
      ask({ ...base(user, channel, thread), kind: 'mention', text }),
    shortcut: (
      user: string,
      shortcut = 'release.start',
      message: { channel: string; ts: string; text: string } | null = null,
      thread: string | null = null,
    ) => ask({ ...base(user, message?.channel ?? null, thread), kind: 'shortcut', shortcut, message }),
    home: (user: string) => ask({ ...base(user, null, null), kind: 'home' }),
    /** Presses the button with this text in what is shown. */
    press(user: string, shown: Message, text: string, nth = 0) {
      const found = buttonsOf(shown.blocks ?? []).filter(one => one.text === text)[nth];
      if (!found) throw new Error(`no button "${text}", only ${buttonsOf(shown.blocks ?? []).map(one => one.text)}`);
      return world.act(user, found.action, found.value);
    },
    act: (user: string, action: string, value: string, view: { id: string; metadata: string } | null = null) =>
      ask({ ...base(user, 'C0SHOP', null), kind: 'action', action, value, view }),
    send(user: string, view: ModalView, values: { readonly [name: string]: string | readonly string[] | null }) {
      const form = (view.callback_id ?? '').replace('gonogo:', '');
      return ask({ ...base(user, null, null), kind: 'form', form, metadata: view.private_metadata ?? '', values });
    },
    tell: (command: WorldAsk, id = 'REL-1') => apply(id, { ...command, actor: BOT } as Command),
    /** A command, call or git action in hand ends. */
    end(
      step: string,
      more: Partial<{
        end: 'failed' | 'interrupted';
        says: string;
        detail: string;
        outputs: JsonObject;
        wave: number;
        run: string;
      }> = {},
    ) {
      const { run = 'REL-1' } = more;
      const { attempt, part } = stateOf(runs.get(run) ?? world.run(run), step);
      const { wave = null, end = 'done', says = 'exit 0', detail = null, outputs = {} } = more;
      const ref = { step, attempt, part: part?.index ?? null, wave };
      return world.tell({ type: 'action-ended', ref, end, says, detail, outputs }, run);
    },
    /** Time passes; timers fire in order. Sweeps and looks at the pager are a test's own to make. */
    pass(ms: number, id = 'REL-1') {
      const end = now + ms;
      for (let turn = 0; turn < 500; turn += 1) {
        const due = Object.entries(timersOf(runs.get(id) ?? world.run(id))).filter(
          ([name, timer]) => timer.at <= end && !/^(?:sweep|read-back):/.test(name),
        );
        const next = due.toSorted((a, b) => a[1].at - b[1].at)[0];
        if (!next) break;
        now = Math.max(now, next[1].at);
        world.tell({ type: 'timer', name: next[0] }, id);
      }
      now = end;
    },
    /** One sweep of a watch with these values; a metric left out could not be measured. */
    sweep(values: { readonly [metric: string]: number | boolean }, watch = 'rollout', id = 'REL-1') {
      now += 15_000;
      const { metrics } = runs.get(id)?.watches[watch]?.definition ?? { metrics: [] };
      const samples = metrics.map(({ name }) => {
        const value = values[name];
        const sample = { metric: name, at: now, latencyMs: 5, query: 'q' };
        if (typeof value === 'boolean')
          return { ...sample, kind: 'probe' as const, ok: value, silent: false, detail: 'HTTP' };
        if (typeof value === 'number') return { ...sample, kind: 'value' as const, value, samples: 100 };
        return { ...sample, kind: 'error' as const, silent: false, detail: 'no answer' };
      });
      return world.tell({ type: 'measured', watch, samples }, id);
    },
    card: (id = 'REL-1') => judged(releaseCard(world.run(id), now)),
    step: (step: string, attempt = stateOf(world.run(), step).attempt) =>
      judged(stepMessage(world.run(), step, attempt)),
    /** What the thread was told so far. */
    story: (id = 'REL-1'): string => {
      const mine = effects.filter(effect => effect.lane.includes(id));
      const told = mine.flatMap(effect => (effect.body['story'] ?? []) as unknown as readonly ToldFact[]);
      const message = storyLines(runs.get(id) ?? world.run(id), told);
      return message === null ? '' : judged(message).text;
    },
    isOver: () => isOver(world.run()),
  };
  return world;
}

function releaseIn(run: Run | undefined): ReleaseRun | null {
  return run?.kind === 'release' ? run : null;
}

function incidentIn(run: Run | undefined): IncidentRun | null {
  return run?.kind === 'incident' ? run : null;
}

export type World = ReturnType<typeof createWorld>;

export type Pressable = { readonly text: string; readonly action: string; readonly value: string };

export function buttonsOf(blocks: readonly KnownBlock[]): readonly Pressable[] {
  return blocks.flatMap(block => {
    if (block.type !== 'actions') return [];
    return block.elements.flatMap(element =>
      element.type === 'button'
        ? [
            {
              text: element.text.text,
              action: (element.action_id ?? '').split(':')[1] ?? '',
              value: element.value ?? '',
            },
          ]
        : [],
    );
  });
}

/** All that a message shows, as one text. */
export function textOf(shown: Message): string {
  return (shown.blocks ?? []).map(block => (block.type === 'actions' ? '' : visible(block))).join('\n');
}

function visible(value: unknown): string {
  if (Array.isArray(value)) return value.map(visible).join(' ');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, content]) => (name === 'text' && typeof content === 'string' ? content : visible(content)))
    .join('');
}

export function labels(shown: Message): readonly string[] {
  return buttonsOf(shown.blocks ?? []).map(one => one.text);
}

export function modalOf(reply: Reply): ModalView {
  expect(reply.kind).toBe('modal');
  return (reply as Reply & { kind: 'modal' }).view;
}

export function messageOf(reply: Reply): Message {
  expect(reply.kind).toBe('say');
  return (reply as Reply & { kind: 'say' }).message;
}
