import type { KnownBlock } from '@slack/types';
import type { Instant } from '#src/base/time.ts';
import { gradeOf, holdsReleases } from '#src/domain/incident/grade.ts';
import { serviceOwner } from '#src/domain/incident/service.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { context, header, section } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { inert, link, mention } from '../../escape.ts';
import { roleWithPeople } from '../../incident-roles.ts';
import { commanderWords, marks, nameWords, plainTitle, severitySign, statusWord } from '../../incident-words.ts';
import { bounded, cut } from '../../limits.ts';
import type { Message } from '../../message.ts';
import { actionRow, tray } from './buttons.ts';
import { endLines } from './end-lines.ts';
import { inForceBlocks } from './in-force.ts';
import { pageLines } from './pages.ts';
import { suggestionBlocks, suspectBlocks } from './suspects.ts';

/** Where several things went wrong, the last ones matter; all are on the timeline. */
const TROUBLES_MAX = 3;
const IMPACT_MAX = 1_000;
const SENTENCE_MAX = 600;

/** The one message of an incident that always shows its present state. It shows instants, never the time that is left. */
export function incidentCard(run: IncidentRun, now: Instant): Message {
  const blocks: KnownBlock[] = [
    header(headline(run)),
    section(...headLines(run)),
    section(...pageLines(run)),
    section(
      `Impact: ${run.impact === null ? '_nobody has said what users feel yet_' : inert(cut(run.impact, IMPACT_MAX))}`,
      rhythm(run, now),
    ),
    ...suggestionBlocks(run),
    ...suspectBlocks(run),
    ...inForceBlocks(run),
    ...endLines(run, now),
    ...notices(run),
    ...actionRow(run),
    ...tray(run),
  ];
  return bounded({ text: sentence(run, now), blocks });
}

/** `🔴 DRILL · SEV1 · INC-42 · Checkout returning 500s · Investigating`. Not escaped: a header is plain text. */
function headline(run: IncidentRun): string {
  const sign = run.status === 'resolved' ? '✅' : severitySign(run);
  const state = statusWord(run.status);
  return `${cut(`${sign} ${marks(run)}${run.severity} · ${run.id} · ${plainTitle(run)}`, 140 - state.length)} · ${state}`;
}

/** What notifications and screen readers get: where it stands in a sentence or two. */
function sentence(run: IncidentRun, now: Instant): string {
  const impact = run.impact === null ? '' : ` Impact: ${inert(run.impact)}`;
  return cut(
    `${nameWords(run)}: ${statusWord(run.status).toLowerCase()}. ${commanderWords(run).replaceAll('*', '')}. ${rhythm(run, now).replaceAll('*', '')}.${impact}`,
    SENTENCE_MAX,
  );
}

function headLines(run: IncidentRun): readonly string[] {
  const { occurredAt, startedAt, handover } = run;
  const began =
    occurredAt === startedAt
      ? `Declared ${when(startedAt)}`
      : `Started ${when(occurredAt)}, declared ${when(startedAt)}`;
  return [
    `*${statusWord(run.status)}* · ${commanderWords(run)} · ${began} by ${mention(run.initiator)}`,
    handover === null
      ? ''
      : `Command is offered to ${mention(handover.to)} since ${when(handover.at)}; until it is accepted nothing changes.`,
    `${service(run)} · ${people(run)}`,
    source(run),
    run.titled ? '' : `_No title yet: /incident title ${inert(run.id)} …_`,
  ];
}

function service(run: IncidentRun): string {
  const owner = serviceOwner(run);
  const name = run.service === null ? `Product: ${inert(run.runbook.product.title)}` : `Service: ${inert(run.service)}`;
  return owner === null ? name : `${name} · Owner: ${roleWithPeople(run, owner)}`;
}

function people({ responders }: IncidentRun): string {
  return `Taking part: ${responders.length === 0 ? 'nobody yet' : responders.slice(0, 20).map(mention).join(', ')}`;
}

function source({ source: from }: IncidentRun): string {
  if (from === null) return '';
  if (from.kind === 'release') return `From ${inert(from.run)}: ${inert(cut(from.says, 500))}`;
  if (from.kind === 'alert') return `Measured in ${inert(from.environment)}: ${inert(cut(from.says, 500))}`;
  const said = inert(cut(from.text, 300));
  return `From ${from.permalink === null ? 'a message' : link(from.permalink, 'a message')}: “${said}”`;
}

/** `Last update … · Next update due …`; a missed one is said to be missed. */
function rhythm(run: IncidentRun, now: Instant): string {
  const last = run.updates.at(-1);
  const said = last === undefined ? 'No update yet' : `Last update ${when(last.at)}`;
  if (run.status === 'resolved') return said;
  const { dueAt, missedAt, nextAt, snoozes } = run.cadence;
  if (dueAt === null)
    return `${said} · ${gradeOf(run)?.cadence === null ? `${inert(run.severity)} has no fixed rhythm` : 'none is due'}`;
  if (missedAt !== null && now >= missedAt) return `${said} · *Update missed*, it was due ${when(dueAt)}`;
  const put = snoozes > 0 && nextAt !== null ? ` (reminder put off until ${when(nextAt)})` : '';
  return `${said} · ${dueAt <= now ? `*Update due* since ${when(dueAt)}` : `Next update due ${when(dueAt)}`}${put}`;
}

function notices(run: IncidentRun): readonly KnownBlock[] {
  const held = holdsReleases(run)
    ? [`Releases of ${inert(run.runbook.product.title)} are held until it is resolved.`]
    : [];
  const links = run.links.map(one => `${inert(one.run)} was started from here ${when(one.at)}.`);
  const marked = [
    ...(run.drill ? ['*This is a drill*: nobody is paged, and no release is held.'] : []),
    ...(run.private ? ['*Private*: it is listed only to those who take part.'] : []),
  ];
  const last = run.troubles.slice(-TROUBLES_MAX).map(says => `Trouble: ${inert(cut(says, 500))}`);
  const lines = [...marked, ...held, ...links, ...last];
  return lines.length === 0 ? [] : [context(lines.join('\n'))];
}
