import { describe, expect, test } from 'vitest';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { ada, dev } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import {
  approve,
  check,
  confirm,
  fact,
  http,
  input,
  metrics,
  note,
  notify,
  product,
  report,
  rollback,
  rollout,
  run,
  runbook,
  shift,
  show,
  version,
} from '../../support/runbook.ts';
import { metric } from '../measure/metrics.ts';

const shop = product({ metrics: metrics(metric()), channels: { releases: 'C1', sales: 'C2' } });

function releasing(steps: readonly Step[], inputs: Parameters<typeof runbook>[0] = {}): World {
  return new World().start(runbook({ product: shop, phases: [rollout(steps)], rollback: rollback([]), ...inputs }));
}

const kinds = (asks: readonly EffectAsk[]) => asks.map(ask => ask.kind);

describe('a step that begins asks the world once', () => {
  const release: Step = { ...note('notes'), verb: 'release-notes', sections: [], formats: [] } as unknown as Step;
  const tag: Step = { ...note('tag'), verb: 'tag', message: '${{ run.version }}' } as unknown as Step;
  test.each<[Step, EffectAsk['kind']]>([
    [run('deploy'), 'command.start'],
    [http('switch'), 'http.call'],
    [check('smoke', { metrics: ['error-rate'] }), 'check'],
    [show('look', ['error-rate']), 'check'],
    [version(), 'git.version'],
    [release, 'git.notes'],
    [tag, 'git.tag'],
    [report('report'), 'report.write'],
    [shift('waves', [{}]), 'command.start'],
  ])('%o', (step, kind) => {
    expect(kinds(releasing([step]).pending())).toEqual([kind]);
  });

  test('and nothing when it only waits for a person', () => {
    expect(kinds(releasing([confirm('look')]).pending())).toEqual([]);
  });
});

describe('a go/no-go asks for its facts', () => {
  test('when it opens, where somebody outside has to say', () => {
    expect(kinds(releasing([approve('go', { requires: [fact('on-call')] })]).pending())).toEqual(['facts']);
    expect(kinds(releasing([approve('go', { requires: [fact('green')] })]).pending())).toEqual([]);
  });

  test('once more with the vote that completes the quorum, and not before', () => {
    const world = releasing([approve('go', { quorum: { captain: 2 } })]);
    world.go(ada, 'go');
    expect(world.pending()).toEqual([]);
    world.go({ ...ada, user: 'eve' }, 'go');
    expect(world.pending()[0]?.body).toMatchObject({ purpose: 'decide', step: 'go', attempt: 1 });
  });
});

test('[I21] a secret is named in what is asked for and never resolved', () => {
  const step = run('deploy', { argv: ['deploy'] }) as Step & { verb: 'run' };
  const env = { TOKEN: '${{ secrets.DEPLOY }}' };
  const world = releasing([{ ...step, act: { ...step.act, env } }]);
  expect(world.pending()[0]?.body['env']).toEqual(env);
});

test('a secret in the words of a command fails the step', () => {
  const world = releasing([run('deploy', { argv: ['deploy', '${{ secrets.DEPLOY }}'] })]);
  expect(world.pending()).toEqual([]);
  expect(world.status('deploy')).toBe('failed');
});

describe('people are told', () => {
  const direct = (world: World) => world.told.filter(ask => ask.kind === 'chat.direct').map(ask => ask.body['user']);

  test('a notice goes to its channels and to each person of its roles, once', () => {
    const world = releasing([notify('told', ['sales', 'captain'], 'we begin')]);
    const posts = world.told.filter(ask => ask.body['channel'] === 'C2');
    expect(posts.map(ask => ask.body['text'])).toEqual(['we begin']);
    expect(direct(world)).toEqual(['ada']);
  });

  test('a notice for each entry of a list is sent for each', () => {
    const step = notify('told', ['sales'], 'flag ${{ each }}', { each: 'inputs.flags' });
    const inputs = [input('flags', { type: 'list', default: ['a', 'b'] })];
    const world = releasing([step], { inputs });
    const posts = world.told.filter(ask => ask.body['channel'] === 'C2');
    expect(posts.map(ask => ask.body['text'])).toEqual(['flag a', 'flag b']);
  });

  test('who has to vote is asked directly', () => {
    expect(direct(releasing([approve('go')]))).toEqual(['ada']);
  });

  test('a card that cannot be drawn is not drawn again because of that', () => {
    const world = releasing([confirm('look')]);
    const before = world.told.length;
    world.tell({
      type: 'effect-gave-up',
      effect: 'E',
      kind: 'chat.post',
      says: 'no',
      ref: null,
      watch: null,
      page: null,
    });
    expect(world.told).toHaveLength(before);
    world.tell({
      type: 'effect-gave-up',
      effect: 'E',
      kind: 'chat.card',
      says: 'no',
      ref: null,
      watch: null,
      page: null,
    });
    expect(kinds(world.told.slice(before))).toEqual(['chat.post']);
  });

  test('the story never carries the runbook, nor what only auditors read', () => {
    const world = releasing([run('deploy')]);
    world.ended('deploy', 'failed');
    world.retry(dev, 'deploy');
    const sizes = world.told.map(ask => JSON.stringify(ask.body).length);
    expect(Math.max(...sizes)).toBeLessThan(2_000);
  });
});
