import type { DeclareRequest, Desk, StartRequest } from '#src/chat/desk.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import { fact } from '#src/domain/fact.ts';
import { holdsReleases } from '#src/domain/incident/grade.ts';
import { anyone, mayStart } from '#src/domain/policy/who-may.ts';
import type { DrillRun, HoldingIncident, IncidentRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { laterThan, lockIn, sayLocked } from '#src/domain/release/past-rollback.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { recordSystem } from '#src/engine/system.ts';
import { calendarNow, freezesSet } from './calendars.ts';
import type { DeskParts } from './deciding.ts';
import { actorOf, decide, filesOf, findExecutables, incidentRule, streamOf } from './deciding.ts';
import { endFreeze, freeze } from './freeze.ts';
import { startDrill } from './start-drill.ts';

/** The desk of one request: it knows who asks, and stores what was answered under the request's key. */
export function createDesk(parts: DeskParts, incoming: Incoming): Desk {
  const { engine, store, clock, roles, runbooks, chat } = parts;
  const product = (name: string) => firstOf(runbooks, name);
  return {
    now: () => clock.now(),
    runbooks,
    rehearse: request => parts.rehearse(request),
    lintLive: request => parts.lintLive(request),
    run: async id => engine.run(streamOf(id)),
    async release(id) {
      const run = await engine.run(streamOf(id));
      return run?.kind === 'release' ? run : null;
    },
    async incident(id) {
      const run = await engine.run(streamOf(id));
      return run?.kind === 'incident' ? run : null;
    },
    async drill(id) {
      const run = await engine.run(streamOf(id));
      return run?.kind === 'drill' ? run : null;
    },
    alerts: name => engine.alerts(name),
    async handleAlert(name, ask, say) {
      const alerts = await engine.alerts(name);
      if (alerts === null) return { kind: 'refusal', code: 'run.absent', text: `${name} has no alerts.` };
      const actor = await actorOf(parts, incoming, alerts.definition.product);
      return decide(parts, incoming, alerts.stream, { ...ask, actor }, say);
    },
    message: place => within(chat.message(place), SLACK_WITHIN_MS),
    async onCall(name) {
      const found = product(name);
      return found ? roles.onCall(found) : [];
    },
    async calendar(name) {
      const found = product(name);
      return found && calendarNow(store, found);
    },
    freezes: name => freezesSet(store, name),
    freeze: request => freeze(parts, incoming, request),
    endFreeze: request => endFreeze(parts, incoming, request),
    runs: filter => store.runs(filter),
    async runByThread(channel, thread) {
      const open = await store.runs({ channel, limit: 100 });
      for (const run of open)
        if ((await store.message(run.stream, 'card'))?.ts === thread) return engine.run(run.stream);
      return null;
    },
    async roles(name) {
      const found = product(name);
      return found ? roles.of(found, incoming.person.user) : [];
    },
    async handle(id, ask, say) {
      const run = await engine.run(streamOf(id));
      if (!run) return { kind: 'refusal', code: 'run.absent', text: `There is no run ${id}.` };
      const actor = await actorOf(parts, incoming, run.runbook.product);
      const roles = [...actor.roles, ...(await commanding(engine, run, actor.user))];
      const told = (more: object) =>
        decide(parts, incoming, run.stream, { ...ask, ...more, actor: { ...actor, roles } } as PersonCommand, say);
      if (ask.type !== 'rollback' || !isPassed(run)) return told({});
      // Nobody takes a turn in production between the look and the way back.
      return parts.alone(async () => told({ later: await laterThanIt(store, run) }));
    },
    start: (request, say) => start(parts, incoming, request, after => say(after as ReleaseRun)),
    startDrill: (request, say) => startDrill(parts, incoming, request, after => say(after as DrillRun)),
    declare: (request, say) => declare(parts, incoming, request, after => say(after as IncidentRun)),
  };
}

/** Another went to production after it, and nothing takes it back yet. */
function isPassed(run: Run): boolean {
  return run.kind === 'release' && run.overtakenBy !== null && run.rollback === null;
}

async function laterThanIt(store: DeskParts['store'], { id, runbook }: Run): Promise<string | null> {
  return laterThan(await store.runs({ kind: 'release', product: runbook.product.name }), id);
}

/** How long Slack is asked while somebody waits for an answer of ours. */
const SLACK_WITHIN_MS = 1_200;

/** What Slack did not say in time counts as not said. */
async function within<T>(asked: Promise<T>, ms: number): Promise<T | null> {
  const late = new Promise<null>(resolve => setTimeout(resolve, ms, null).unref());
  return Promise.race([asked.catch(() => null), late]);
}

/** Whoever leads the open incident a release was started from has a say in that release's calendar. */
async function commanding(engine: DeskParts['engine'], run: Run, user: string): Promise<readonly string[]> {
  if (run.kind !== 'release' || run.incident === null) return [];
  const incident = await engine.run(streamOf(run.incident));
  if (incident?.kind !== 'incident' || incident.status === 'resolved' || !holdsReleases(incident)) return [];
  return user === incident.commander || user === incident.deputy ? ['commander'] : [];
}

async function start(
  parts: DeskParts,
  incoming: Incoming,
  request: StartRequest,
  say: (after: Run) => Reply,
): Promise<Reply> {
  // A second delivery must not take a second number.
  const earlier = await parts.store.readRequest(incoming.key);
  if (earlier !== null) return earlier as unknown as Reply;
  const runbook = parts.runbooks.resolve(request.product, request.type, request.strategy);
  if (!runbook)
    return {
      kind: 'refusal',
      code: 'start.unknown',
      text: `There is no ${request.type} release of ${request.product}${request.strategy === null ? '' : ` as ${request.strategy}`}.`,
    };
  const channel = request.channel ?? runbook.product.channels['releases'] ?? incoming.channel;
  if (channel === null)
    return {
      kind: 'refusal',
      code: 'start.channel',
      text: `${runbook.product.title} names no channel "releases". Start it from a channel, or add one to product.yml.`,
    };
  const actor = await actorOf(parts, incoming, runbook.product);
  const may = mayStart(runbook, actor);
  const byIncident = !may.ok && may.code === 'who.role' ? await incidentRule(parts, request, runbook, actor) : null;
  if (!may.ok && byIncident === null) {
    // There is no run whose timeline could hold it, and a refusal shall not use up a number.
    await recordSystem(parts.store, fact('access.denied', { what: 'start', why: may.why }), parts.clock.now(), actor);
    return { kind: 'refusal', code: may.code, text: may.why };
  }
  const lock = lockIn(await parts.store.runs({ kind: 'release', product: request.product, has: 'lock' }));
  const passes = request.incident !== undefined && (await isOpen(parts, request.incident));
  if (lock !== null && !passes)
    return { kind: 'refusal', code: 'start.locked', text: sayLocked(runbook.product.title, lock) };
  const id = `REL-${await parts.store.nextNumber('REL')}`;
  const command: PersonCommand = {
    type: 'start',
    actor,
    id,
    runbook,
    inputs: request.inputs,
    T: request.T,
    version: request.version,
    channel,
    executables: await findExecutables(parts.commands, runbook),
    people: await parts.roles.people(runbook.product),
    heldBy: await holding(parts, request.product),
    incident: request.incident ?? null,
    byIncident,
    freezes: (await calendarNow(parts.store, runbook.product)).rules.freezes.filter(one => one.id !== null),
    passesLock: passes ? (lock?.run ?? null) : null,
  };
  return decide(parts, incoming, streamOf(id), command, say, filesOf(parts, request.product));
}

/** A form may lie open longer than the incident it came from. */
async function isOpen(parts: DeskParts, id: string): Promise<boolean> {
  return (await parts.store.run(streamOf(id)))?.open === true;
}

/** Open incidents of the product that hold its releases. */
async function holding(parts: DeskParts, product: string): Promise<readonly HoldingIncident[]> {
  const open = await parts.store.runs({ kind: 'incident', product, open: true });
  return open
    .filter(run => run.facts['holds'] === true)
    .map(run => ({ incident: run.id, grade: String(run.facts['severity']), at: run.startedAt }));
}

async function declare(
  parts: DeskParts,
  incoming: Incoming,
  request: DeclareRequest,
  say: (after: Run) => Reply,
): Promise<Reply> {
  // A second delivery must not take a second number.
  const earlier = await parts.store.readRequest(incoming.key);
  if (earlier !== null) return earlier as unknown as Reply;
  const runbook = parts.runbooks.incident(request.product);
  if (!runbook)
    return { kind: 'refusal', code: 'declare.unknown', text: `${request.product} has no incident runbook.` };
  const channel = channelOf(runbook, request, incoming.channel);
  if (channel.id === null) return { kind: 'refusal', code: 'declare.channel', text: channel.why };
  const actor = await actorOf(parts, incoming, runbook.product);
  const may = anyone(actor);
  if (!may.ok) {
    await recordSystem(parts.store, fact('access.denied', { what: 'declare', why: may.why }), parts.clock.now(), actor);
    return { kind: 'refusal', code: may.code, text: may.why };
  }
  const id = `INC-${await parts.store.nextNumber('INC')}`;
  const command: PersonCommand = {
    type: 'declare',
    actor,
    id,
    runbook,
    ...request,
    channel: channel.id,
    executables: await findExecutables(parts.commands, runbook),
    people: await parts.roles.people(runbook.product),
    settleMs: parts.settlePagerMs,
  };
  return decide(parts, incoming, streamOf(id), command, say, filesOf(parts, request.product));
}

/** The grade's channel, else `incidents`, else where it was declared; a private one only where nobody else reads along. */
function channelOf(
  { product, grades }: IncidentRunbook,
  request: DeclareRequest,
  here: string | null,
): { readonly id: string; readonly why: '' } | { readonly id: null; readonly why: string } {
  if (request.private) {
    const id = product.channels['private'];
    const why = `${product.title} names no channel "private" in product.yml, so a private incident has nowhere to be.`;
    return id === undefined ? { id: null, why } : { id, why: '' };
  }
  const grade = grades.find(one => one.name.toLowerCase() === request.severity.toLowerCase());
  const named = product.channels[grade?.channel ?? 'incidents'] ?? product.channels['incidents'];
  const id = named ?? here ?? product.channels['releases'];
  const why = `${product.title} names no channel "incidents". Declare it in a channel, or add one to product.yml.`;
  return id === undefined ? { id: null, why } : { id, why: '' };
}

function firstOf(runbooks: DeskParts['runbooks'], name: string): Product | null {
  const type = runbooks.products().find(one => one.name === name)?.types[0];
  const release = type ? runbooks.resolve(name, type.name, null) : null;
  const drill = runbooks.products().find(one => one.name === name)?.drills[0];
  return (release ?? runbooks.incident(name) ?? (drill && runbooks.drill(name, drill.id)))?.product ?? null;
}
