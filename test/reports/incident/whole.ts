import type { Story } from '../../support/incident.ts';
import { ana, clock, declare, kim, li, update } from '../../support/incident.ts';
import { resolveWith } from './support.ts';

const MESSAGE = {
  channel: 'C1',
  ts: `${clock('12:06:30') / 1_000}.000100`,
  author: 'UKIM',
  text: 'The pool is at 100 % &amp; every checkout waits, see <https://grafana.example/d/1|the graph>',
  permalink: 'https://shop.slack.com/archives/C1/p1795521990000100',
};

/** A SEV1 from its first minute to the end, as a bad lunch break goes: what the golden file is about. */
export function badLunch(): Story {
  return declare({
    service: 'checkout',
    occurredAt: clock('11:48'),
    people: { 'on-call': ['UANA', 'ULI'], payments: ['UKIM'] },
  })
    .at('12:00:02')
    .news({ type: 'page-accepted', page: 'p1', says: 'accepted' })
    .news({
      type: 'suspects-found',
      releases: [
        { run: 'REL-3', title: 'Shop 1.3.0 minor', version: '1.3.0', at: clock('11:41'), status: 'completed' },
      ],
    })
    .at('12:03:10')
    .does(li, { type: 'acknowledge', page: 'p1' })
    .at('12:07')
    .does(li, { type: 'capture', message: MESSAGE })
    .at('12:08')
    .does(
      ana,
      update('About 30 % of the checkouts fail', {
        actions: 'looking at the database',
        needs: 'somebody from Payments',
      }),
    )
    .at('12:11')
    .does(li, { type: 'message-changed', ts: MESSAGE.ts, text: 'The pool is at 98 %' })
    .at('12:12')
    .does(li, { type: 'act', action: 'throttle', reason: 'the pool is full | nothing else helps', suspect: null })
    .at('12:12:40')
    .commandsEnd()
    .at('12:15')
    .does(ana, { type: 'decision', text: 'We throttle first and roll back only if that is not enough' })
    .at('12:30')
    .does(ana, update('With the limit 5 % fail', { actions: 'rolling REL-3 back' }))
    .does(li, { type: 'act', action: 'roll-back', reason: 'the new query holds connections', suspect: 'REL-3' })
    .at('12:34')
    .news({ type: 'action-told', taken: 'a2', says: 'REL-3 was rolled back to 1.2.4', failed: false })
    .at('12:36')
    .does(ana, { type: 'severity', severity: 'SEV2', reason: 'only a few checkouts are slow' })
    .at('12:40')
    .does(ana, { type: 'handover', to: 'ULI', brief: null })
    .at('12:42')
    .does(li, { type: 'handover-accept' })
    .at('12:45')
    .does(li, { type: 'mitigated', at: clock('12:38') })
    .refused(
      li,
      resolveWith({ impact: null, postmortemOwner: null, skipOpen: null, summary: 'Rolled back' }),
      'resolve.refused',
    )
    .at('12:50')
    .does(li, { type: 'undo', taken: 'a1', reason: 'the pool is at 20 %' })
    .at('12:50:30')
    .commandsEnd()
    .does(kim, { type: 'confirm', step: 'calm', attempt: 1, remark: 'error rate 0.1 %' })
    .does(kim, {
      type: 'task',
      text: 'Add a limit to the query, https://tickets.example/browse/SHOP-12',
      owner: 'UKIM',
      followUp: true,
      dueAt: Date.parse('2026-11-27T17:00:00Z'),
    })
    .does(ana, {
      type: 'task',
      text: 'Alert on a full pool',
      owner: 'UANA',
      followUp: true,
      dueAt: Date.parse('2026-12-15T17:00:00Z'),
    })
    .at('12:55')
    .does(li, update('Nothing fails any more', { actions: 'watching' }))
    .at('13:10')
    .does(
      li,
      resolveWith({
        summary: 'REL-3 was rolled back; its query had held every connection of the pool',
        impact: '30 % of the checkouts failed for 24 min, 5 % for another 26 min; 412 orders',
        skipOpen: null,
      }),
    );
}
