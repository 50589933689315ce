import type { KnownBlock } from '@slack/types';
import { header, section } from '#src/chat/blocks.ts';
import { hasRules, nowLine, planned } from '#src/chat/calendar-lines.ts';
import { when } from '#src/chat/dates.ts';
import type { Desk, Handler } from '#src/chat/desk.ts';
import { inert, whisper } from '#src/chat/escape.ts';
import { roleName } from '#src/chat/incident-roles.ts';
import { bounded } from '#src/chat/limits.ts';
import { isVisible } from '#src/chat/visible.ts';
import { sayRun } from '#src/chat/which-run.ts';
import { drillLines } from './home-drills.ts';
import { myWork } from './home-mine.ts';
import { overduePostmortems } from './home-overdue.ts';
import { activeAlerts } from './incident/alerts.ts';
import { incidentProducts } from './incident/declare-words.ts';
import { incidentRow } from './incident/list.ts';

const LISTED_MAX = 15;
/** Open releases among which those with a time of their own are looked for. */
const PLANNED_MAX = 200;

/** The app's home tab: what waits for me, what is on now, whom one would reach. */
export const home: Handler = {
  name: 'home',
  async run(request, desk) {
    const { user } = request.person;
    const [mine, incidents, alerts, releases, windows, onCall, overdue, drills] = await Promise.all([
      myWork(desk, user),
      openIncidents(desk, user),
      activeAlerts(desk),
      runningReleases(desk),
      windowsAndPlans(desk),
      onCallNow(desk),
      overduePostmortems(desk, user),
      drillLines(desk),
    ]);
    const blocks: KnownBlock[] = [
      ...part('Waiting for you', mine, 'Nothing waits for you.'),
      ...part('Open incidents', incidents, 'No incident is open. /incident declare opens one.'),
      ...(alerts.length === 0 ? [] : part('Active alerts', alerts.slice(0, LISTED_MAX), '')),
      ...part('Running releases', releases, 'No release is running. /release start begins one.'),
      ...(windows.length === 0 ? [] : part('Windows and planned releases', windows, '')),
      ...(onCall.length === 0 ? [] : part('On call now', onCall, '')),
      ...(overdue.length === 0 ? [] : part('Overdue postmortems', overdue, '')),
      ...(drills.length === 0 ? [] : part('Drills', drills, '')),
    ];
    const text = `${mine.length} waiting for you, ${incidents.length} open incidents, ${releases.length} running releases.`;
    return { kind: 'say', message: bounded({ text, blocks }) };
  },
};

function part(title: string, lines: readonly string[], none: string): readonly KnownBlock[] {
  return [header(title), section(...(lines.length === 0 ? [`_${none}_`] : lines))];
}

async function openIncidents(desk: Desk, user: string): Promise<readonly string[]> {
  const runs = await desk.runs({ kind: 'incident', open: true, limit: LISTED_MAX });
  return runs.filter(run => isVisible(run, user, null)).map(incidentRow);
}

async function runningReleases(desk: Desk): Promise<readonly string[]> {
  const runs = await desk.runs({ kind: 'release', open: true, limit: LISTED_MAX });
  return runs.map(run => `${sayRun(run)} · started ${when(run.startedAt)}`);
}

/** Of each product with a calendar: open or closed now, and what is planned. */
async function windowsAndPlans(desk: Desk): Promise<readonly string[]> {
  const now = desk.now();
  const runs = await desk.runs({ kind: 'release', open: true, limit: PLANNED_MAX });
  const windows = await Promise.all(
    desk.runbooks.products().map(async product => {
      const calendar = product.types.length === 0 ? null : await desk.calendar(product.name);
      return calendar === null || !hasRules(calendar) ? [] : [`${inert(product.title)} · ${nowLine(calendar, now)}`];
    }),
  );
  return [...windows.flat(), ...planned(runs, { now }).map(({ run, T }) => `${sayRun(run)} · planned for ${when(T)}`)];
}

/** As the pager says; a role nobody could look up says why. */
async function onCallNow(desk: Desk): Promise<readonly string[]> {
  const products = incidentProducts(desk);
  const found = await Promise.all(products.map(async product => ({ product, roles: await desk.onCall(product.name) })));
  return found.flatMap(({ product, roles }) =>
    roles.map(
      ({ role, says }) => `${inert(product.title)} · ${inert(roleTitle(desk, product.name, role))}: ${whisper(says)}`,
    ),
  );
}

function roleTitle(desk: Desk, product: string, role: string): string {
  const runbook = desk.runbooks.incident(product);
  return runbook === null ? role : roleName(runbook, role);
}
