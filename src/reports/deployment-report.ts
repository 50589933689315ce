import { type Instant, sayDuration, sayInstant } from '#src/base/time.ts';
import type { ComparedFacts, GateFacts, PhaseFacts, ReportFacts, WaveFacts } from './facts.ts';
import { figure, figureUnit } from './figure.ts';
import { inline, list, page, table, typed } from './markdown.ts';

/** What happened in a release, for people who were not there, as Markdown. Says where something did not happen. */
export function deploymentReport(facts: ReportFacts): string {
  const at = (instant: Instant | null) => (instant === null ? '' : sayInstant(instant, facts.zone));
  return page([
    `# Deployment report: ${inline(facts.title)}`,
    overview(facts, at),
    `## Verdict\n\n${verdict(facts)}`,
    rollback(facts, at),
    `## Approvals\n\n${facts.gates.map(gate => approval(gate, at)).join('\n\n') || 'This run asked for no approval.'}`,
    `## Waves\n\n${waves(facts.waves, at)}`,
    `## Before and after\n\n${comparison(facts.comparison)}`,
    `## Measured\n\n${readings(facts)}`,
    `## Exceptions\n\n${exceptions(facts, at)}`,
    ...facts.phases.map(phase => steps(phase, at)),
    proof(facts),
  ]);
}

/** Before and after of each metric, for people. */
export function kpiReport(facts: ReportFacts): string {
  return page([
    `# Before and after: ${inline(facts.title)}`,
    comparison(facts.comparison),
    `## Measured\n\n${readings(facts)}`,
    proof(facts),
  ]);
}

type At = (instant: Instant | null) => string;

function overview(facts: ReportFacts, at: At): string {
  const from = facts.previousVersion === null ? '' : ` after ${inline(facts.previousVersion)}`;
  const took = facts.endedAt === null ? '' : ` (${sayDuration(facts.endedAt - facts.startedAt)})`;
  const lines: readonly (readonly [string, string])[] = [
    ['Released', `${inline(facts.domain)} ${inline(facts.version ?? '')}${from}`],
    ['Kind', `${inline(facts.type)}, ${inline(facts.strategy)}`],
    ['Commit', [facts.commit, facts.tag].flatMap(one => (one === null ? [] : inline(one))).join(', ')],
    ['Ended', facts.status],
    ['Started', at(facts.startedAt)],
    ['Production changed', at(facts.deployedAt) || 'never'],
    ['Finished', `${at(facts.endedAt)}${took}`],
    ...facts.people.map(({ role, who }) => [inline(role), inline(who)] as const),
  ];
  return table(['Run', `${inline(facts.run)}, ${inline(facts.releaseId)}`], lines);
}

function verdict({ verdict: found, status }: ReportFacts): string {
  if (found === null) return status === 'running' ? 'Not yet known.' : `None: what was ${status} is no success.`;
  if (found.lines.length === 0) return 'The runbook does not say what a success is.';
  const lines = found.lines.map(line => `${inline(line.outcome)}: ${inline(line.says)} (${inline(line.why)})`);
  return `**${found.verdict}**\n\n${list(lines)}`;
}

function rollback({ rollback: back }: ReportFacts, at: At): string {
  if (back === null) return '';
  const by = back.who === null ? 'it started by itself' : `decided by ${inline(back.who)}`;
  const end = back.finishedAt === null ? 'not finished' : `finished ${at(back.finishedAt)}`;
  return `## Rollback\n\n${inline(back.reason)} (${by}, ${at(back.at)}, ${end})`;
}

function approval({ title, status, votes, facts }: GateFacts, at: At): string {
  const said = votes.map(({ who, roles, go, at: when, reason }) => {
    return [inline(who), inline(roles.join(', ')), go ? 'go' : 'no-go', at(when), inline(reason ?? '')];
  });
  const found = facts.map(({ fact, outcome, says }) => `${inline(fact)}: ${inline(outcome)}, ${inline(says)}`);
  return [
    `**${inline(title)}: ${inline(status)}**`,
    said.length === 0 ? 'Nobody voted.' : table(['Who', 'As', 'Vote', 'When', 'Reason'], said),
    list(found),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function waves(all: readonly WaveFacts[], at: At): string {
  if (all.length === 0) return 'No user was moved to the new version.';
  const rows = all.map(({ number, weight, targets, startedAt, endedAt, status }) => {
    return [String(number), `${weight} %`, inline(targets.join(', ')), at(startedAt), at(endedAt), status];
  });
  return table(['Wave', 'Users', 'Targets', 'Started', 'Ended', 'Status'], rows);
}

function comparison(rows: readonly ComparedFacts[]): string {
  if (rows.length === 0) return 'Nothing was compared.';
  const shown = (row: ComparedFacts, value: number | null) => String(figure(row.unit, value) ?? '');
  const lines = rows.map(row => {
    return [row.metric, figureUnit(row.unit), shown(row, row.before), shown(row, row.after), row.outcome, row.says];
  });
  return table(
    ['Metric', 'Unit', 'Before', 'After', 'Outcome', 'Says'],
    lines.map(line => line.map(inline)),
  );
}

function readings({ readings: all }: ReportFacts): string {
  if (all.length === 0) return 'Nothing was watched.';
  const lines = all.map(({ metric, pass, fail, unclear, last }) => {
    return [inline(metric), String(pass), String(fail), String(unclear), inline(last)];
  });
  return table(['Metric', 'Pass', 'Fail', 'Unclear', 'Last'], lines);
}

function exceptions({ exceptions: all }: ReportFacts, at: At): string {
  if (all.length === 0) return 'None.';
  return list(
    all.map(({ what, reason, who, at: when }) => {
      return `${inline(what)}: ${inline(reason)} (${inline(who)}, ${at(when)})`;
    }),
  );
}

function steps({ title, status, steps: all }: PhaseFacts, at: At): string {
  const rows = all.map(({ title: name, status: ended, who, startedAt, endedAt, ran, says }) => {
    const took = startedAt === null || endedAt === null ? '' : sayDuration(endedAt - startedAt);
    // What never ended was done by nobody.
    const by = who ?? (endedAt === null ? '' : 'gonogo');
    return [inline(name), inline(ended), inline(by), at(startedAt), took, outcome(says, ran)];
  });
  const head = `## ${inline(title)}: ${inline(status)}`;
  return rows.length === 0 ? head : `${head}\n\n${table(['Step', 'Status', 'Who', 'Started', 'Took', 'Says'], rows)}`;
}

/** What failed names its command itself. */
function outcome(says: string, ran: string | undefined): string {
  const said = inline(says);
  return ran === undefined || says.includes(ran) ? said : [typed(ran), said].filter(part => part !== '').join(': ');
}

function proof({ timeline, run }: ReportFacts): string {
  return `Written from ${timeline.events} events of ${inline(run)}; the last has the hash \`${timeline.head}\`.`;
}
