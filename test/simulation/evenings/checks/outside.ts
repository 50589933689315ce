import type { StepRef } from '#src/domain/procedure/commands.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { type Effect, effectsIn } from '../../checks/effects.ts';
import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';

const OF_STEPS: { readonly [verb: string]: string } = {
  annotate: 'annotate',
  ticket: 'ticket.open',
  statuspage: 'status-page.set',
};

/**
 * E11: a mark, a ticket, a notice stands outside once for each thing that was asked for, and none that was not; a step that
 * says it did one did. E12: every published name reached every subscriber, each run's in order, or it is on record that it did
 * not; nothing else reached them. E13: a mail that is said to be handed over was.
 */
export function checkOutside({ world, raw, problem }: Scope): Check {
  const published: (Noted & { type: 'event.published' })[] = [];
  const verbs = new Map<string, string>();
  const done: { readonly fact: Noted & { type: 'step.finished' }; readonly kind: string }[] = [];
  const gaveUp = new Set<string>();
  const leftUnknown = new Set<string>();

  function started({ stream, data }: Noted & { type: 'release.started' }): void {
    const { phases, rollback, finally: closing, product } = data.runbook as unknown as ReleaseRunbook;
    const steps = [...phases.flatMap(phase => phase.steps), ...(rollback?.steps ?? []), ...closing];
    for (const { id, verb } of steps) verbs.set(`${stream} ${id}`, verb);
    for (const { url } of product.subscribers ?? []) subscribers.add(url);
  }

  const subscribers = new Set<string>();

  function once(ids: readonly string[], kind: string, known: ReadonlyMap<string, Effect>): void {
    for (const [index, id] of ids.entries()) {
      if (known.get(id)?.kind !== kind) problem(`E11 ${kind} ${id} was asked for by nobody`);
      if (ids.indexOf(id) !== index) problem(`E11 ${kind} ${id} was done twice`);
    }
  }

  function didIt(all: readonly Effect[], there: ReadonlySet<string>): void {
    for (const { fact, kind } of done) {
      const { step, attempt } = fact.data;
      const found = all.find(one => {
        const ref = (JSON.parse(one.body) as { ref?: StepRef }).ref;
        return one.stream === fact.stream && one.kind === kind && ref?.step === step && ref.attempt === attempt;
      });
      if (!found || !there.has(found.id))
        problem(`E11 ${fact.stream} ${fact.seq}: "${step}" says that it is done, and it is not (${fact.data.says})`);
    }
  }

  function reached(all: readonly Effect[]): void {
    const deliveries = world.outside.deliveries.map(({ url, id }) => ({ url, id: placeOf(id) }));
    const wanted = new Set(published.map(nameOf));
    for (const { url, id } of deliveries)
      if (!wanted.has(id)) problem(`E12 ${url} was told ${id}, which nobody published`);
    for (const url of subscribers) {
      const first = [...new Set(deliveries.filter(one => one.url === url).map(one => one.id))];
      const missing = published.filter(fact => !first.includes(nameOf(fact)) && !isGivenUp(all, url, nameOf(fact)));
      for (const fact of missing) problem(`E12 ${url} was never told of ${nameOf(fact)} (${fact.data.name})`);
      for (const stream of new Set(published.map(fact => fact.stream))) {
        const own = published.filter(fact => fact.stream === stream).map(nameOf);
        const told = first.filter(id => own.includes(id));
        const inOrder = own.filter(id => told.includes(id));
        if (told.join() !== inOrder.join()) problem(`E12 ${url} heard of ${stream} in another order: ${told.join()}`);
      }
    }
  }

  function isGivenUp(all: readonly Effect[], url: string, id: string): boolean {
    return all.some(one => {
      if (one.kind !== 'event.deliver' || !gaveUp.has(one.id)) return false;
      const body = JSON.parse(one.body) as { url?: string; event?: { id?: string } };
      return body.url === url && placeOf(body.event?.id ?? '') === id;
    });
  }

  return {
    fact(fact) {
      if (fact.type === 'release.started') started(fact);
      if (fact.type === 'event.published') published.push(fact);
      if (fact.type === 'effect.gave-up') gaveUp.add(fact.data.effect);
      // It has no key and nobody can look it up, so it ends as "nobody knows".
      if (fact.type === 'effect.unknown' && fact.data.kind === 'pager.change') leftUnknown.add(fact.data.effect);
      const kind = fact.type === 'step.finished' && OF_STEPS[verbs.get(`${fact.stream} ${fact.data.step}`) ?? ''];
      if (fact.type === 'step.finished' && kind) done.push({ fact, kind });
      if (fact.type === 'mail.handed' && !world.mails.some(mail => mail.to.join() === fact.data.to.join()))
        problem(`E13 ${fact.stream} ${fact.seq}: a mail to ${fact.data.to.join(', ')} was handed to nobody`);
    },
    ends() {
      const all = effectsIn(raw);
      const known = new Map(all.map(effect => [effect.id, effect]));
      const { marks, tickets, notices } = world.outside;
      once(marks, 'annotate', known);
      once(
        tickets.map(one => one.id),
        'ticket.open',
        known,
      );
      const there = new Set([...marks, ...tickets.map(one => one.id), ...notices.map(one => one.id)]);
      didIt(all, there);
      reached(all);
      for (const { id, kind, stream, state } of all)
        if (state === 'failed' && !gaveUp.has(id) && !leftUnknown.has(id))
          problem(`E11 ${kind} ${id} of ${stream} failed, and nobody was told`);
    },
  };
}

function nameOf({ stream, seq }: Noted): string {
  return `${stream.slice(stream.indexOf(':') + 1)}-${seq}`;
}

/** What it is known by outside, without the birth of its run: all of an evening is one installation. */
function placeOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}
