import type { KnownBlock } from '@slack/types';
import { context, section } from '#src/chat/blocks.ts';
import { freezeLines, nowLine, openingLines, planned, ruleLines } from '#src/chat/calendar-lines.ts';
import { saySoThere } from '#src/chat/dates.ts';
import type { Desk, ProductInfo, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { bounded } from '#src/chat/limits.ts';
import { refuse } from '#src/chat/reply.ts';
import { sayRun } from '#src/chat/which-run.ts';
import { productHere } from './start-words.ts';

/** When production may be touched: now, in the next weeks, and what is planned. */
export const calendar: Verb = {
  noun: 'release',
  word: 'calendar',
  usage: 'calendar [PRODUCT]',
  help: 'Shows windows, freezes and planned releases, and whether it is open now',
  async run(request, text, desk) {
    const named = text.trim().toLowerCase();
    const products = desk.runbooks.products();
    const product = named === '' ? productHere(desk, request.channel) : products.find(one => one.name === named);
    if (product == null) {
      const names = products.map(one => one.name).join(', ');
      return refuse(
        'calendar.product',
        `Say which product, for example /release calendar ${names.split(',')[0] ?? ''}. There are: ${names}.`,
      );
    }
    const blocks = await blocksOf(desk, product);
    return { kind: 'say', message: bounded({ text: `The calendar of ${inert(product.title)}`, blocks }) };
  },
};

async function blocksOf(desk: Desk, product: ProductInfo): Promise<readonly KnownBlock[]> {
  const now = desk.now();
  const found = await desk.calendar(product.name);
  const model = desk.runbooks.resolve(product.name, product.types[0]?.name ?? '', null)?.product;
  if (found === null || model === undefined) return [section(`There is no release of ${inert(product.title)}.`)];
  const bound = Object.entries(model.environments)
    .filter(([, one]) => one.calendar)
    .map(([name]) => name);
  const runs = await desk.runs({ kind: 'release', product: product.name, open: true });
  const releases = planned(runs, { now }).map(({ run, T }) => `• ${sayRun(run)} · T = ${saySoThere(T, found.zone)}`);
  const freezes = freezeLines(found, await desk.freezes(product.name), now);
  return [
    section(`*${inert(product.title)}*`, nowLine(found, now), ...ruleLines(model, found)),
    section('*Next openings*', ...orNone(openingLines(found, now), 'None in four weeks.')),
    section('*Freezes*', ...orNone(freezes, 'None.')),
    section('*Planned releases*', ...orNone(releases, 'None with a time of its own.')),
    context(
      bound.length === 0
        ? 'Nothing is bound by this calendar: no environment has calendar: true.'
        : `It binds what touches ${inert(bound.join(', '))}. Rollbacks and what an incident does are bound by nothing.`,
    ),
  ];
}

function orNone(lines: readonly string[], none: string): readonly string[] {
  return lines.length === 0 ? [`_${none}_`] : lines;
}
