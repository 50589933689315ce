import type { FaultKind } from '#src/fakes/pagerduty/faults.ts';
import { type PagerFault, pagerContract } from '../../contracts/pager.ts';
import { startScene } from './scene.ts';

const KINDS: { readonly [fault in Exclude<PagerFault, 'unreachable'>]: FaultKind } = {
  'rate-limited': { kind: 'rate-limit', retryAfter: 20 },
  'answer-lost': { kind: 'reply-lost' },
  'accept-and-drop': { kind: 'accept-and-drop' },
};

pagerContract('of PagerDuty', async () => {
  const scene = await startScene();
  const { pagerDuty } = scene;
  return {
    pager: scene.pager,
    blind: scene.blind,
    acknowledge: key => pagerDuty.acknowledge('PULI', key),
    resolve: key => pagerDuty.resolve('PULI', key),
    rings: () => pagerDuty.phone('PULI').log.map(ring => ring.title),
    changes: () => pagerDuty.recentChanges.map(change => change.summary),
    async fail(fault) {
      if (fault === 'unreachable') return pagerDuty.goAway();
      pagerDuty.faults.add({ place: 'all', ...KINDS[fault], times: 1 });
    },
    now: scene.clock.now,
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  };
});
