import { describe, expect, test } from 'vitest';
import { loadProducts } from '#src/runbook/load.ts';
import { breakFixture, type Edit, expectTold, fixture, type Row } from './support.ts';

const told = (file: Edit['file'], row: Row) => expectTold('kiosk', file, row);

/** Where something is missing, the problem stands at what needs it: a line with this text. */
type Missing = readonly [what: string, find: string, put: string, at: string, message: RegExp, hint: RegExp];

function problemsOf(name: Edit['file'], find: string, put: string) {
  const files = fixture('kiosk').map(file => {
    if (!file.path.endsWith(name)) return file;
    if (file.text.split(find).length !== 2) throw new Error(`"${find}" stands not exactly once in ${name}`);
    return { ...file, text: file.text.replace(find, () => put) };
  });
  const lineOf = (path: string, line: number) =>
    files.find(file => file.path === path)?.text.split('\n')[line - 1] ?? '';
  return loadProducts(files).problems.map(one => ({ ...one, text: lineOf(one.file, one.line) }));
}

/** Exactly one thing is an error, or else a warning, at a line with this text. */
function expectOnly(file: Edit['file'], level: 'error' | 'warning', [, find, put, at, message, hint]: Missing): void {
  const problems = problemsOf(file, find, put).filter(one => level === 'warning' || one.level === 'error');
  expect(problems.map(one => one.message)).toEqual([expect.stringMatching(message)]);
  expect(problems).toMatchObject([{ level, text: expect.stringContaining(at), hint: expect.stringMatching(hint) }]);
}

test('the kiosk without a mistake has no problem', () => {
  const { problems, products } = loadProducts(fixture('kiosk'));
  expect(problems).toEqual([]);
  expect(products[0]?.startable).toBe(true);
});

describe('an incident file', () => {
  const rows: Row[] = [
    [
      'a grade of a phase',
      'only: [SEV1]\n    role: writers',
      '§only: [SEV0]\n    role: writers',
      /no grade "SEV0"/,
      /"SEV1"/,
    ],
    ['a grade of an action', 'only: [SEV2], pause', '§only: [sevtwo], pause', /no grade "sevtwo"/, /SEV1, SEV2/],
    ['a metric that is shown', 'show: [health, p95, load]', 'show: [health, p95, §lod]', /no metric "lod"/, /"load"/],
    ['a role that is paged', 'page: { to: boss, text', '§page: { to: bos, text', /no role "bos"/, /"boss"/],
    [
      'a page to nobody',
      'page: { to: boss, text',
      '§page: { to: ghosts, text',
      /nobody can be reached as "ghosts"/,
      /pager/,
    ],
    ['an unknown key of a page', 'to: boss, text:', 'to: boss, §txt:', /unknown key "txt"/, /"text"/],
    [
      'a grade that is compared',
      '- do: lead',
      '- do: lead\n        §when: incident.severity == SEV9',
      /no grade "SEV9"/,
      /SEV1/,
    ],
    [
      'grades compared as numbers',
      '- do: lead',
      '- do: lead\n        §when: incident.severity < SEV2',
      /no "<"/,
      /only: \[SEV1, SEV2/,
    ],
    [
      'a fact only releases have',
      'check: [health, p95]',
      '§check: [green, health]',
      /"green" can never hold in an incident/,
      /check: \[health\]; what has to be so at the end stands in resolve:/,
    ],
    [
      'a phase as a fact',
      'check: [health, p95]',
      '§check: [health, phase.triage]',
      /"phase.triage" can never hold in an incident/,
      /with from: and its id/,
    ],
    ['an executable', 'run: tillctl logs', '§run: tilctl logs', /"tilctl" is not an executable/, /tillctl/],
    ['a button that is none', '- do: lead', '- §do: led', /"led" is none of/, /"lead"/],
    [
      'a name of the incident',
      'page: { to: boss, text: "${{ incident.severity }}',
      '§page: { to: boss, text: "${{ incident.severty }}',
      /called incident\.severty/,
      /incident\.severity/,
    ],
    [
      'a name of the service',
      'run: tillctl logs ${{ service.container }}',
      '§run: tillctl logs ${{ service.contaner }}',
      /called service\.contaner/,
      /service\.container/,
    ],
    [
      'a name only a release has',
      'run: tillctl logs ${{ service.container }}',
      '§run: tillctl logs ${{ run.version }}',
      /called run\.version/,
      /./,
    ],
    [
      'a fact only a release has',
      'check: [health, p95]',
      '§check: [health, no-incident]',
      /no fact "no-incident"/,
      /./,
    ],
    [
      'a verb of releases',
      '- confirm: The notice hangs at the till',
      '- §tag: v1',
      /"tag" belongs to a release/,
      /start:/,
    ],
    [
      'an approval nobody may wait for',
      '- confirm: The notice hangs at the till',
      '- §approve: { roles: { boss: 1 } }',
      /"approve" belongs to a release/,
      /confirm/,
    ],
    [
      'a failure that rolls back',
      'timeout: 30s',
      'timeout: 30s\n        §onFailure: rollback',
      /no rollback to turn to/,
      /rollback: suspect/,
    ],
    [
      'a phase before the declaration',
      'title: Inform',
      'title: Inform\n    §at: T-5m',
      /before the incident is declared/,
      /T\+15m/,
    ],
    [
      'a phase that watches',
      'title: Inform',
      'title: Inform\n    §watch: { metrics: [health] }',
      /watches nothing by itself/,
      /resolve\.stable/,
    ],
    [
      'a step for other grades than its phase',
      '- check: [health, p95]',
      '- check: [health, p95]\n        §only: [SEV2]',
      /runs for no grade/,
      /phase/,
    ],
    [
      'an action of two kinds',
      'roll-back: { title: Roll back, rollback: suspect }',
      '§roll-back: { title: Roll back, rollback: suspect, pause: suspect }',
      /rollback and pause/,
      /keep one/,
    ],
    [
      'an action that does nothing',
      'roll-back: { title: Roll back, rollback: suspect }',
      '§roll-back: { title: Roll back }',
      /an action needs one of/,
      /write one/,
    ],
    ['a reason half asked', 'reason: required', '§reason: wanted', /"wanted" is none of required/, /./],
    ['a role of an action', 'role: [on-call, writers]', '§role: [on-call, writer]', /no role "writer"/, /"writers"/],
    [
      'an action of nobody in Slack',
      'only: [SEV2], pause: suspect }',
      'only: [SEV2], pause: suspect, §role: readers }',
      /has no members in Slack/,
      /slack/,
    ],
    [
      'a release that is started',
      'start: { release: quick',
      '§start: { release: quik',
      /no release type or drill "quik"/,
      /"quick"/,
    ],
    ['a strategy that is started', 'strategy: at-once', '§strategy: at-one', /no strategy "at-one"/, /"at-once"/],
    ['an input of what is started', 'inputs: { ticket:', 'inputs: { §tiket:', /no input "tiket"/, /"ticket"/],
    [
      'what another button found out',
      'roll-back: { title: Roll back, rollback: suspect }',
      'roll-back: { title: Roll back, steps: [{ §run: "tillctl limit ${{ steps.rate.rate }}" }] }',
      /called steps\.rate\.rate/,
      /./,
    ],
    ['a name of an action twice', '  stop: { title', '  §triage: { title', /"triage" stands here twice/, /another/],
    [
      'a field of an update',
      'fields: [conditions, nextUpdate]',
      'fields: [conditions, §nextupdate]',
      /"nextupdate" is none of/,
      /"nextUpdate"/,
    ],
    ['a place of an update', 'to: [news, readers]', '§to: [news, reders]', /no channel or role "reders"/, /"readers"/],
    [
      'what closes it',
      'require: [impact, postmortem-owner]',
      'require: [§impct, postmortem-owner]',
      /"impct" is none of/,
      /"impact"/,
    ],
    [
      'a figure that closes it',
      'stable: { metrics: [health, p95]',
      'stable: { metrics: [health, §p59]',
      /no metric "p59"/,
      /"p95"/,
    ],
    [
      'a figure that judges nothing',
      'stable: { metrics: [health, p95]',
      'stable: { metrics: [health, §load]',
      /"load" judges nothing/,
      /limits/,
    ],
    ['how long it is stable', 'for: 30m }', '§for: 30 }', /expected a duration/, /90s, 15m/],
    ['no time at all as stable', 'for: 30m }', '§for: 0s }', /0s is no time/, /30m/],
    [
      'a word that nothing is near',
      '- do: lead',
      '- §do: xyz',
      /"xyz" is none of acknowledge, lead/,
      /^write one of them$/,
    ],
    ['a reviewer', 'reviewers: boss', '§reviewers: bos', /no role "bos"/, /"boss"/],
    [
      'an environment',
      'title: Kiosk incident',
      'title: Kiosk incident\n§environment: prod',
      /no environment "prod"/,
      /production/,
    ],
    [
      'a choice by release type',
      'title: Kiosk incident',
      'title: { §byType: { patch: a } }',
      /where no release runs/,
      /default/,
    ],
    ['an unknown key', 'postmortem: {', '§postmortm: {', /unknown key "postmortm"/, /"postmortem"/],
  ];
  test.each(rows)('[X8] %s', (...row) => told('incident.yml', row));
});

describe('the grades of a product', () => {
  const rows: Row[] = [
    [
      'an action',
      'actions: [throttle, roll-back, fix]',
      'actions: [throttle, roll-back, §fx]',
      /no action "fx"/,
      /"fix"/,
    ],
    [
      'an action of other grades',
      'actions: [throttle, roll-back, fix]',
      'actions: [throttle, roll-back, fix, §stop]',
      /lists "stop", which is only for SEV2/,
      /take it out/,
    ],
    ['what is put forward', 'first: roll-back', '§first: stop', /"stop" is put forward and is not among/, /throttle/],
    [
      'a figure',
      'suggest: [{ metric: p95, above: budget x 1.2 }]',
      'suggest: [{ §metric: p59, above: 500ms }]',
      /no metric "p59"/,
      /"p95"/,
    ],
    [
      'a figure that only a run could be asked for',
      'health: { probe: "${{ vars.KIOSK }}/health"',
      '§health: { probe: "${{ vars.KIOSK }}/health?since=${{ run.startedAt }}"',
      /called run\.startedAt/,
      /vars\.KIOSK/,
    ],
    [
      'failing on what is no probe',
      'suggest: [{ metric: p95, above: budget x 1.2 }]',
      'suggest: [{ §metric: p95, failing: true }]',
      /"p95", which is no probe/,
      /above or below/,
    ],
    [
      'a figure without its unit',
      'suggest: [{ metric: p95, above: budget x 1.2 }]',
      'suggest: [{ metric: p95, §above: 500 }]',
      /has no unit/,
      /500ms/,
    ],
    ['half of a budget', 'above: budget x 1.2', '§above: budget x much', /is no part of a budget/, /budget x 1\.2/],
    [
      'who is called',
      'calls: [commander, on-call, service-owner]',
      'calls: [commander, §oncall]',
      /no role "oncall"/,
      /"on-call"/,
    ],
    [
      'somebody called who cannot be reached',
      'calls: [commander, on-call, service-owner]',
      'calls: [commander, §ghosts]',
      /nobody can be reached as "ghosts"/,
      /slack/,
    ],
    [
      'an owner who cannot be reached',
      'till: { owner: boss',
      'till: { §owner: ghosts',
      /nobody can be reached as "ghosts"/,
      /mail/,
    ],
    ['a channel', 'channel: news', '§channel: new', /no channel "new"/, /"news"/],
    ['how often people hear', 'cadence: 10m', '§cadence: 10 minutes', /expected how often/, /20m-30m/],
    [
      'an update missed before it is due',
      'cadence: 20m-30m',
      '§cadence: 30m-20m',
      /missed before it is due/,
      /shorter/,
    ],
    [
      'when the postmortem is due',
      'postmortem: 3 working days',
      '§postmortem: soon',
      /expected when it is due/,
      /working days/,
    ],
    [
      'a role that is built in',
      '  writers: {',
      '  §commander: { slack: { users: [U0ANA] } }\n  writers: {',
      /"commander" is built in/,
      /another/,
    ],
    [
      'on-call nobody can look up',
      'dynamic: on-call, pagerduty: { schedule: PSCHED1 }',
      '§dynamic: on-call',
      /where to look up/,
      /schedule/,
    ],
    ['a pager that is no variable', 'pager: PAGERDUTY_BOSS_KEY', '§pager: abc-123', /environment variable/, /./],
    [
      'a routing key in place of its variable',
      'pager: PAGERDUTY_BOSS_KEY',
      '§pager: a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6',
      /^expected the name of an environment variable, came what looks like the key itself$/,
      /PAGERDUTY_ROUTING_KEY/,
    ],
    [
      'a signing secret in place of its variable',
      'timezone:',
      'subscribers: [{ http: "https://a.example", §secret: whsec_YTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0 }]\ntimezone:',
      /^expected the name of an environment variable, came what looks like the secret itself$/,
      /SHOP_HOOK_SECRET/,
    ],
    ['who is paged next', 'page: [boss]', '§page: [bos]', /no role "bos"/, /"boss"/],
    ['a grade of the escalation', 'only: [SEV1] }', '§only: [SEV9] }', /no grade "SEV9"/, /SEV1/],
    [
      'an escalation out of order',
      '{ after: 30m,',
      '{ §after: 10m,',
      /10 min without acknowledged stands behind 15 min/,
      /order/,
    ],
    [
      'an escalation without what',
      '{ after: 30m, without: acknowledged',
      '{ after: 30m, §without: acknowledge',
      /"acknowledge" is none of/,
      /"acknowledged"/,
    ],
  ];
  test.each(rows)('[X8] %s', (...row) => told('product.yml', row));

  const missing: Missing[] = [
    ['a channel nobody named', 'incidents: C0INCIDENTS, ', '', 'SEV1:', /in which channel a SEV1/, /incidents/],
    [
      'working days nobody named',
      'workdays: { days: [Mon, Tue, Fri], hours: "09:00-17:30", holidays: ["2026-12-25"] }',
      '{}',
      'postmortem: 3 working days',
      /what a working day is/,
      /workdays/,
    ],
    [
      'a page without a pager',
      ', pager: PAGERDUTY_ROUTING_KEY',
      '',
      'page: true',
      /no service names a pager/,
      /ROUTING_KEY/,
    ],
  ];
  test.each(missing)('[X8] %s', (...row) => expectOnly('product.yml', 'error', row));
});

describe('a budget', () => {
  const rows: Row[] = [
    [
      'in a file that is not there',
      'file: policies/limits.yaml',
      '§file: policies/limit.yaml',
      /"policies\/limit\.yaml" is not there/,
      /repository\.path/,
    ],
    [
      'outside of the repository',
      'file: policies/limits.yaml',
      '§file: ../../etc/limits.yaml',
      /leads out of the repository/,
      /below repository\.path/,
    ],
    [
      'at no place of the file',
      'pointer: /latency/p95_ms',
      '§pointer: /latency/p59_ms',
      /at \/latency\/p59_ms of "policies\/limits\.yaml" stands nothing/,
      /number/,
    ],
    ['of nothing', 'pointer: /latency/p95_ms', '§pointer: /zero', /stands 0, no limit/, /above 0/],
    [
      'of another kind',
      'p95_ms, unit: ms }',
      'p95_ms, §unit: percent }',
      /a budget in percent for a metric in s/,
      /same kind/,
    ],
  ];
  test.each(rows)('[X8] %s', (...row) => told('product.yml', row));

  test('in a file that cannot be read as what its name says', () => {
    const files = fixture('kiosk').map(file => (file.policy ? { ...file, text: 'latency: [' } : file));
    const { problems } = loadProducts(files);
    expect(problems).toMatchObject([
      { level: 'error', message: expect.stringMatching(/"policies\/limits\.yaml" cannot be read: /) },
    ]);
  });
});

test('[X8] a metric that speaks of a release is told once an incident looks at it', () => {
  const problems = problemsOf('incident.yml', 'show: [health, p95, load]', 'show: [health, p95, load, audit]');
  expect(problems).toMatchObject([
    {
      file: 'kiosk/product.yml',
      message: 'nothing here is called run.version',
      text: expect.stringContaining('audit:'),
    },
  ]);
});

describe('what may stay, and is told', () => {
  const inIncident: Missing[] = [
    [
      'an action nothing undoes',
      '    undo: [{ run: tillctl limit none }]\n',
      '',
      'throttle:',
      /nothing undoes it/,
      /lasting/,
    ],
    [
      'a button no grade offers',
      'only: [SEV2], pause',
      'pause',
      'stop:',
      /no grade offers "stop"/,
      /under actions of a grade/,
    ],
    [
      'a postmortem without sections',
      ', sections: [root-cause, impact]',
      '',
      'postmortem:',
      /names no sections/,
      /sections/,
    ],
    ['a page that rings nowhere', 'to: boss, text', 'to: writers, text', 'to: writers', /no phone rings/, /pager/],
    ['a page by mail', 'to: boss, text', 'to: readers, text', 'to: readers', /wakes nobody/, /pager/],
  ];
  test.each(inIncident)('[X8] %s', (...row) => expectOnly('incident.yml', 'warning', row));

  const inProduct: Missing[] = [
    [
      'an escalation to an owner without a phone',
      'page: [boss]',
      'page: service-owner',
      'default: { owner: writers',
      /"writers" has no pager/,
      /pager/,
    ],
    [
      'an escalation that rings nowhere',
      'page: [boss]',
      'page: [writers]',
      'page: [writers]',
      /no phone rings/,
      /pager/,
    ],
    [
      'a grade that can never be suggested',
      'suggest: [{ metric: p95, above: budget x 1.2 }]',
      'suggest: [{ metric: p95, above: budget x 4 }]',
      'budget x 4',
      /never suggests SEV2/,
      /stricter/,
    ],
  ];
  test.each(inProduct)('[X8] %s', (...row) => expectOnly('product.yml', 'warning', row));

  test('[X8] an incident of a service without a pager pages nobody, and each such service is told', () => {
    const text = 'default: { owner: writers }\n  shelf: { owner: writers, pager: PAGERDUTY_ROUTING_KEY }';
    const problems = problemsOf('product.yml', 'default: { owner: writers, pager: PAGERDUTY_ROUTING_KEY }', text);
    expect(problems.map(one => `${one.level} ${one.message}`)).toEqual([
      'warning an incident that names no service pages nobody',
      'warning an incident of "till" pages nobody',
    ]);
  });
});

describe('files that do not fit together', () => {
  test('a second incident runbook', () => {
    const second = fixture('kiosk').find(file => file.path.endsWith('incident.yml'))?.text ?? '';
    const { problems, products } = loadProducts([...fixture('kiosk'), { path: 'kiosk/other.yml', text: second }]);
    expect(problems).toMatchObject([
      { file: 'kiosk/other.yml', line: 1, message: 'the product already has an incident runbook, kiosk/incident.yml' },
    ]);
    expect(products[0]?.startable).toBe(false);
  });

  test('an incident runbook of a product without grades', () => {
    const product = 'kind: product\ntitle: Bare\ntimezone: UTC\nroles: { ops: { slack: { users: [U0OPS] } } }\n';
    const incident = 'kind: incident\ntitle: Bare\nphases: [{ id: a, title: A, steps: [{ note: x }] }]\n';
    const { problems } = loadProducts([
      { path: 'bare/product.yml', text: product },
      { path: 'bare/incident.yml', text: incident },
    ]);
    expect(problems).toMatchObject([{ file: 'bare/incident.yml', message: expect.stringContaining('no severities') }]);
  });

  test('a drill that is started takes no strategy and no inputs, for it has none', () => {
    const start = 'start: { release: quick, strategy: at-once, inputs: { ticket: "https://kiosk.example/1" } }';
    const started = (put: string) =>
      loadProducts(fixture('kiosk').map(file => ({ ...file, text: file.text.replace(start, put) }))).problems;
    expect(started('start: { drill: power-failure }')).toEqual([]);
    expect(started('start: { release: power-failure, strategy: at-once }')).toMatchObject([
      {
        file: 'kiosk/incident.yml',
        level: 'error',
        message: '"power-failure" is a drill, which takes no strategy and no inputs',
      },
    ]);
  });

  test('an action that cannot be read is told where it stands, not as missing where it is offered', () => {
    const problems = problemsOf(
      'incident.yml',
      'roll-back: { title: Roll back, rollback: suspect }',
      'roll-back: { title: Roll back, rollback: last }',
    );
    expect(problems).toMatchObject([{ file: 'kiosk/incident.yml', text: expect.stringContaining('rollback: last') }]);
  });

  test('an incident button in a release', () => {
    const { problems, line, column } = breakFixture('shop', {
      file: 'release.yml',
      find: '- run: npm test\n        id',
      put: '- §do: lead\n      - run: npm test\n        id',
    });
    expect(problems).toMatchObject([{ line, column, message: '"do: lead" is a button of an incident' }]);
  });

  test('a mistake in each of three files is told in each', () => {
    const change: { readonly [file: string]: readonly [string, string] } = {
      'product.yml': ['first: roll-back', 'first: roll'],
      'release.yml': ['bump: patch', 'bump: path'],
      'incident.yml': ['for: 30m', 'for: 30'],
    };
    const files = fixture('kiosk').map(file => {
      const [find = '', put = ''] = change[file.path.split('/').at(-1) ?? ''] ?? [];
      return { ...file, text: find === '' ? file.text : file.text.replace(find, put) };
    });
    expect(loadProducts(files).problems.map(one => one.file)).toEqual([
      'kiosk/incident.yml',
      'kiosk/product.yml',
      'kiosk/release.yml',
    ]);
  });

  test('mistakes of grammar and of names in an incident file are told at once', () => {
    const files = fixture('kiosk').map(file => {
      const text = file.text.replace('for: 30m', 'for: 30').replace('role: writers\n', 'role: writer\n');
      return file.path.endsWith('incident.yml') ? { ...file, text } : file;
    });
    const said = loadProducts(files).problems.map(one => one.message);
    expect(said).toEqual([expect.stringContaining('no role "writer"'), expect.stringContaining('expected a duration')]);
  });
});
