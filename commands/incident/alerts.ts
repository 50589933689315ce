import { section } from '#src/chat/blocks.ts';
import { when } from '#src/chat/dates.ts';
import type { Desk, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { bounded, cut } from '#src/chat/limits.ts';
import type { StandingAlert, StandingAlerts, StandingEnvironment } from '#src/domain/alerts/standing.ts';
import { isFresh } from '#src/domain/alerts/standing.ts';

const SAYS_MAX = 200;
/** More products than one bot serves. */
const PRODUCTS_MAX = 100;

/** What fires now, and what nobody can judge: both keep a go/no-go closed that asks for it. */
export const alerts: Verb = {
  noun: 'incident',
  word: 'alerts',
  usage: 'alerts',
  help: 'Lists the alerts that fire now, and those that cannot be measured',
  async run(_request, _text, desk) {
    const lines = await activeAlerts(desk);
    const calm = await calmLines(desk);
    if (calm.length === 0) return say('No product here has alerts.', []);
    const text =
      lines.length === 0 ? 'No alert fires.' : `${lines.length} ${lines.length === 1 ? 'alert' : 'alerts'} to look at.`;
    return say(text, [...lines, ...calm]);
  },
};

function say(text: string, lines: readonly string[]) {
  return { kind: 'say' as const, message: bounded({ text, blocks: [section(text, ...lines)] }) };
}

/** `P1 · *Error rate* · Shop, production · firing since 14:02 · error rate 1.4 % > 1 %`, the first priority first. */
export async function activeAlerts(desk: Desk): Promise<readonly string[]> {
  const all = (await standing(desk)).flatMap(({ product, environment }) =>
    environment.alerts.map(alert => ({ alert, place: `${product}, ${environment.name}` })),
  );
  const active = all.filter(({ alert }) => alert.state === 'firing' || alert.state === 'blind');
  const order = ({ alert }: { readonly alert: StandingAlert }) =>
    `${alert.state === 'firing' ? 0 : 1}${alert.priority}`;
  return active.toSorted((a, b) => order(a).localeCompare(order(b))).map(({ alert, place }) => row(alert, place));
}

function row({ title, priority, state, since, says }: StandingAlert, place: string): string {
  const how = state === 'firing' && since !== null ? `firing since ${when(since)}` : 'not measured';
  return `${inert(priority)} · *${inert(title)}* · ${inert(place)} · ${how} · ${inert(cut(says, SAYS_MAX))}`;
}

/** How much is quiet, and when that was seen: nothing listed shall not read as nothing wrong. */
async function calmLines(desk: Desk): Promise<readonly string[]> {
  return (await standing(desk)).map(({ product, environment }) => {
    const quiet = environment.alerts.filter(one => one.state === 'quiet').length;
    const measured = environment.alerts.filter(one => one.state !== 'outside').length;
    const seen = environment.sweptAt === null ? 'not measured yet' : `last measured ${when(environment.sweptAt)}`;
    const old = environment.sweptAt === null || isFresh(environment, desk.now()) ? '' : ', *which is too long ago*';
    return `${inert(product)}, ${inert(environment.name)}: ${quiet} of ${measured} measured alerts quiet, ${seen}${old}`;
  });
}

type Place = { readonly product: string; readonly environment: StandingEnvironment };

async function standing(desk: Desk): Promise<readonly Place[]> {
  const rows = await desk.runs({ kind: 'alerts', limit: PRODUCTS_MAX });
  return rows.flatMap(({ title, facts }) =>
    (facts as unknown as StandingAlerts).environments
      .filter(environment => environment.alerts.length > 0)
      .map(environment => ({ product: title, environment })),
  );
}
