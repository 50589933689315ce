import { howToStart } from '#src/chat/cards/overdue-drills.ts';
import type { Desk } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { sayRun } from '#src/chat/which-run.ts';
import { standingOf } from '#src/domain/drill/standing.ts';
import { pastDrills } from './runbook/past-drills.ts';

const LISTED_MAX = 15;

/** Drills that run, and how each stands by its latest result; overdue ones first. */
export async function drillLines(desk: Desk): Promise<readonly string[]> {
  const running = await desk.runs({ kind: 'drill', open: true, limit: LISTED_MAX });
  const products = desk.runbooks.products().filter(product => product.drills.length > 0);
  const standing = await Promise.all(
    products.map(async product => {
      const past = await pastDrills(desk, product.name);
      return product.drills.map(drill => ({ product, drill, ...standingOf(drill, past, desk.now()) }));
    }),
  );
  const lines = standing
    .flat()
    .toSorted((a, b) => Number(b.overdue) - Number(a.overdue))
    .map(({ product, drill, overdue, says }) => {
      const what = `*${inert(drill.title)}* · ${inert(product.title)} · ${inert(says)}`;
      return overdue ? `⚠ Overdue: ${what} · ${howToStart(drill.id, product.name)}` : what;
    });
  return [...running.map(sayRun), ...lines];
}
