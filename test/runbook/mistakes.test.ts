import { describe, expect, test } from 'vitest';
import { type Loaded, loadProducts } from '#src/runbook/load.ts';
import type { SourceFile } from '#src/runbook/parse-file.ts';
import { breakShop, type Edit, expectTold, fixture, type Row } from './support.ts';

const told = (file: Edit['file'], row: Row) => expectTold('shop', file, row);

test('a tab is said alone: what YAML makes of the lines after it is not so', () => {
  const { problems } = breakShop({ file: 'release.yml', find: 'phases:\n  - id', put: 'phases:\n§\t- id' });
  expect(problems.map(one => one.message)).toEqual(['the line is indented with a tab']);
});

test('the shop without a mistake has no problem', () => {
  const { problems, products } = loadProducts(fixture('shop'));
  expect(problems).toEqual([]);
  expect(products[0]?.startable).toBe(true);
});

test('a command of production that only looks needs nothing that undoes it', () => {
  const put = '- §run: npm run migrate:up\n        changes: nothing\n        name: Look';
  const { problems } = breakShop({ file: 'release.yml', find: '- run: npm run migrate:up\n        id: migrate', put });
  expect(problems.filter(one => one.message.includes('changes production'))).toEqual([]);
});

describe('text that YAML reads otherwise than it was meant', () => {
  const rows: Row[] = [
    [
      'a colon',
      'ask: What does it do to the database?',
      'ask: "x" }\n  other: §Careful: it hurts\n  last: { type: text',
      /": "/,
      /quotes/,
    ],
    ['a comment sign', 'title: Shop release', 'title: §Issue #12 is fixed', /" #"/, /quotes/],
    ['a comment one space away', 'title: Shop release', 'title: §Shop # release', /" #"/, /two spaces/],
    ['a leading comment sign', 'title: Shop release', '§title: #1 release', /"title" has no value/, /quotes/],
    ['a leading @', 'title: Shop release', 'title: §@gonogo release', /cannot begin with "@"/, /quotes/],
    [
      'a template in a flow map',
      'run: npm test',
      'note: x\n      - { run: kubectl $§{{ run.version }} }',
      /"\$\{\{"/,
      /quotes/,
    ],
    [
      'a comma in a flow map',
      '{ item: Everybody knows, from: told }',
      '{ item: Everybody, §really everybody }',
      /no value/,
      /quotes/,
    ],
    ['a comma in a flow list', 'reasons: [It is broken]', 'reasons: [It is broken, §and slow too]', /comma/, /quotes/],
    [
      'a colon in a list',
      '- { passed: [tests], says: All tests are green }',
      '- §Careful now: this is one text',
      /cannot stand here|key/,
      /./,
    ],
    ['an empty value', 'title: Shop release', '§title:', /has no value/, /write one/],
    ['an alias', 'title: Shop release', 'title: §*other', /alias/, /quotes/],
    ['an anchor', 'title: Shop release', 'title: &a §Shop', /anchor/, /delete/],
    ['a tag', 'title: Shop release', 'title: !!str §Shop', /tag/, /delete/],
    ['a merge key', 'title: Shop release', 'title: Shop\n§<<: { finally: [] }', /merge key/, /write the keys out/],
    ['a key twice', 'title: Shop release', 'title: Shop\n§title: Other', /twice/, /keep one/],
    ['a tab', 'title: Shop release', 'title: Shop\n§\tfinally: []', /tab/, /spaces/],
    ['a hidden direction mark', 'title: Shop release', 'title: Shop§\u202E release', /direction of text/, /delete/],
    ['an escape in quotes', 'title: Shop release', 'title: §"Shop\\u001b[31m"', /control character/, /delete/],
    [
      'a key of the prototype',
      'title: Shop release',
      'title: Shop\n§__proto__: { kind: x }',
      /cannot be a name/,
      /another/,
    ],
    ['a second document', 'title: Shop release', 'title: Shop\n§---\ntitle: b', /second document/, /one file/],
    ['a number for a text', 'title: Shop release', '§title: 1.10', /expected a text, came 1.1/, /quotes: "1.1"/],
  ];
  test.each(rows)('%s', (...row) => told('release.yml', row));
});

describe('keys, words and units', () => {
  const rows: Row[] = [
    ['an unknown key', 'timeout: 30m', '§timeot: 30m', /unknown key "timeot"/, /"timeout"/],
    ['an unknown key of the file', 'success:\n', '§sucess:\n', /unknown key "sucess"/, /"success"/],
    ['a missing key', 'id: rollout\n    title: Rollout\n', '§id: rollout\n', /"title" is missing/, /write it/],
    ['a bare number as a duration', 'timeout: 30m', '§timeout: 30', /expected a duration, came 30/, /90s, 15m/],
    ['a duration in words', 'timeout: 30m', '§timeout: half an hour', /expected a duration/, /90s, 15m/],
    ['a moment not counted from T', 'at: T-24h', '§at: 24h', /counted from T/, /T-24h/],
    ['two verbs', '- run: npm test', '- §note: hi\n        run: npm test', /note and run/, /make two/],
    ['a mistyped verb', '- run: npm test', '- §runn: npm test', /no "runn"/, /"run"/],
    ['no verb', '- run: npm test\n        id: tests', '- §id: tests', /needs one of these keys/, /write one/],
    ['a step that is a text', '- version: next', '- §version next', /expected a step, came "version next"/, /map/],
    ['an unknown onFailure', 'onFailure: rollback', '§onFailure: rolback', /"rolback" is none of/, /"rollback"/],
    ['an unknown bump', 'bump: minor', '§bump: middle', /none of major, minor/, /write one of them/],
    [
      'a weight without percent',
      '[{ weight: 10%, targets: [pilot]',
      '[{ §weight: 10, targets: [pilot]',
      /text|share/,
      /./,
    ],
    [
      'two comparisons',
      'when: inputs.schema != none',
      '§when: inputs.schema != none && inputs.x == 1',
      /not one comparison/,
      /inputs\.schema/,
    ],
    [
      'a shell in a command',
      '- run: npm test',
      '- §run: npm test | tee log',
      /holds \|/,
      /no shell.*a step of its own/,
    ],
    ['a pattern of file names', '- run: npm test', '- §run: npm test *.sql', /holds \*/, /not in a list either/],
    ['a quoted word', '- run: npm test', "- §run: npm test 'two words'", /holds '/, /as a list/],
    [
      'a name without its front',
      '- run: npm test',
      '- §run: npm test ${{ version }}',
      /called version/,
      /"run.version"/,
    ],
    ['an increase without a plus', 'p95: { max: "+10%" }', 'p95: { §max: 10% }', /no increase/, /\+10%/],
    [
      'a choice without options',
      '{ type: choice, options: [none, expand], default',
      '{ §type: choice, default',
      /without options/,
      /options/,
    ],
    [
      'changed on something git cannot answer',
      'flags: { type: list, default: [] }',
      'flags: { type: list, default: [], §changed: ["src/**"] }',
      /changed on a list/,
      /yes-no/,
    ],
    [
      'what changed, asked before anybody looked',
      'flags: { type: list, default: [] }\nphases:\n  - id: prepare\n    title: Preparation\n    at: T-24h\n    role: captain\n    steps:\n      - version: next',
      'flags: { type: list, default: [] }\n  db: { type: yes-no, changed: ["db/**"] }\nphases:\n  - id: prepare\n    title: Preparation\n    at: T-24h\n    role: captain\n    steps:\n      - note: New tables\n        §when: inputs.db == yes\n      - version: next',
      /known only after the version step/,
      /version step before/,
    ],
    ['a default that is no option', 'default: none', '§default: nothing', /default "nothing"/, /one that is/],
    [
      'a pattern that is none',
      'flags: { type: list',
      'tag: { type: text, §pattern: "[" }\n  flags: { type: list',
      /regular expression/,
      /brackets/,
    ],
    [
      'a branch nobody can choose',
      '          rolling:\n',
      '          §roling:\n',
      /byStrategy knows no "roling"/,
      /"rolling"/,
    ],
    [
      'a choice that says nothing',
      'timeout: 30m',
      'timeout: { §byType: { patch: 5m } }',
      /says nothing for "minor"/,
      /default/,
    ],
    [
      'an environment nobody said',
      'title: Shop release',
      '§title: { byEnvironment: { staging: a, production: b } }',
      /which environment/,
      /touches/,
    ],
    [
      'a call that is none',
      'http: GET ${{ vars.SHOP }}/integrity?from=${{ run.startedAt }}',
      '§http: FETCH http://x',
      /no call/,
      /GET/,
    ],
    ['a kind nobody knows', 'kind: release', 'kind: §relaese', /none of product, release/, /"release"/],
  ];
  test.each(rows)('%s', (...row) => told('release.yml', row));
});

describe('names of things that do not exist', () => {
  const rows: Row[] = [
    ['a role', 'role: devops\n        timeout', '§role: devop\n        timeout', /no role "devop"/, /"devops"/],
    [
      'a metric',
      'watch: { metrics: [errors, p95], for',
      'watch: { metrics: [errors, §p59], for',
      /no metric "p59"/,
      /"p95"/,
    ],
    ['a phase to undo', 'undoes: roll', '§undoes: prepare', /"prepare" is a phase/, /the step in it/],
    ['a step to undo', 'undoes: roll', '§undoes: rol', /no step "rol"/, /"roll"/],
    ['a snapshot', 'compare: { with: before', 'compare: { §with: befor', /no snapshot "befor"/, /"before"/],
    ['a step of an item', 'from: told', '§from: tolt', /no step or phase "tolt"/, /"told"/],
    ['a channel', 'to: [releases]', '§to: [release]', /no channel or role "release"/, /"releases"/],
    ['a template', 'template: planned', '§template: plannd', /no template "plannd"/, /"planned"/],
    ['a fact', 'requires: [green, documents]', 'requires: [§gren, documents]', /no fact "gren"/, /"green"/],
    [
      'a fact compared twice',
      'needs: [backup-age < 24h]',
      'needs: [§backup-age < 24h < 30h]',
      /not a fact/,
      /backup-age < 24h/,
    ],
    ['an environment', 'touches: production', '§touches: productoin', /no environment "productoin"/, /"production"/],
    ['an executable', '- run: npm test', '- §run: yarn test', /"yarn" is not an executable/, /npm, kubectl/],
    [
      'an input',
      'when: inputs.schema != none',
      '§when: inputs.shema != none',
      /nothing here is called inputs.shema/,
      /inputs.schema/,
    ],
    [
      'what a question hangs on',
      'flags: { type: list, default: [] }',
      'flags: { type: list, default: [], §when: inputs.shema != none }',
      /nothing here is called inputs.shema/,
      /inputs.schema/,
    ],
    [
      'a var',
      'http: GET ${{ vars.SHOP }}/integrity',
      '§http: GET ${{ vars.SHP }}/integrity',
      /nothing here is called vars.SHP/,
      /vars.SHOP/,
    ],
    ['a wave outside shift', '- run: npm test', '- §run: npm test ${{ wave.number }}', /wave.number/, /inside shift/],
    [
      'a rollback reason before one',
      '- run: npm test',
      '- §run: npm test ${{ rollback.reason }}',
      /rollback.reason/,
      /only in rollback/,
    ],
    [
      'a secret in a command',
      '- run: npm test',
      '- §run: npm test ${{ secrets.TOKEN }}',
      /secret/,
      /headers and in env/,
    ],
    ['an expression', '- run: npm test', '- §run: npm test ${{ a + b }}', /cannot be read/, /one name/],
    [
      'an output of a later step',
      '- run: npm test',
      '- §run: npm test ${{ steps.kpi.duration }}',
      /steps.kpi.duration/,
      /./,
    ],
    ['an id twice', 'id: kpi', '§id: tests', /"tests" stands here twice$/, /another/],
    [
      'the id of a phase',
      'id: kpi',
      '§id: prepare',
      /"prepare" stands here twice, as a phase and as a step/,
      /another/,
    ],
    ['a moment', 'told.done: shop.planned', '§told.over: shop.planned', /no moment "told.over"/, /"told.done"/],
    ['a step in success', 'passed: [tests]', '§passed: [test]', /no step "test"/, /"tests"/],
    [
      'a fact in the audit',
      'audit: [approvals, rollout]',
      'audit: [approvals, §rolout]',
      /no phase or step "rolout"/,
      /"rollout"/,
    ],
    ['a phase of a watch', 'until: post-checks', '§until: postchecks', /no phase "postchecks"/, /"post-checks"/],
    [
      'a typed value as an address',
      'http: GET ${{ vars.SHOP }}/integrity?from',
      '§http: GET http://${{ run.version }}/integrity?from',
      /host of an address/,
      /var/,
    ],
  ];
  test.each(rows)('%s', (...row) => told('release.yml', row));
});

describe('what is well said and cannot work', () => {
  const approve = (rule: string) => `- §approve:\n          ${rule}`;
  const asked = '- approve:\n          roles: { captain: 1, owner: 1 }';
  const rows: Row[] = [
    ['phases out of time', 'at: T-1h', '§at: T-48h', /T-48h comes before T-24h/, /order of their times/],
    ['a wait for what is over', '- snapshot:', '- §wait: T-2h\n      - snapshot:', /is over/, /later moment/],
    [
      'a comparison that cannot have its stretch',
      '- compare: { with: before',
      '- shift: { run: kubectl set weight shop 0, waves: [{ weight: 100%, targets: all, soak: 2m }] }\n        id: switch\n      - §compare: { with: before',
      /compares 15 min of before with 2 min after users were moved last/,
      /soak of 15 min, watch for as long before it, or shorten over: of "before"/,
    ],
    ['a watch that ends before it begins', 'until: post-checks', '§until: prepare', /over before/, /later one/],
    [
      'more approvals than people',
      asked,
      approve('roles: { captain: 2, owner: 1 }'),
      /2 of "captain", which has 1/,
      /more people/,
    ],
    ['nobody to approve', asked, approve('anyOf: [readers]'), /none of its roles has members/, /more people/],
    [
      'an approval of nobody',
      `${asked}\n`,
      approve('anyOf: []\n').replace('anyOf: []\n', 'timeout: 5m\n'),
      /nobody is asked/,
      /roles/,
    ],
    [
      'an approval of no commit',
      '- approve:\n          roles: { captain: 1, owner: 1 }\n          distinctPeople: true\n          requires: [green, documents]\n        id: go',
      '- §approve:\n          roles: { captain: 1, owner: 1 }\n          distinctPeople: true\n          requires: [green, documents]\n        id: go\n      - version: next',
      /approves no commit/,
      /version step before it/,
    ],
    [
      'a role without members',
      'role: captain\n    steps:\n      - version',
      '§role: readers\n    steps:\n      - version',
      /"readers" has to act here/,
      /slack/,
    ],
    [
      'nobody named',
      '    role: captain\n    steps:\n      - version: next',
      '    steps:\n      - §version: next',
      /nobody is named/,
      /role/,
    ],
    [
      'a change nothing undoes',
      '- run: npm run migrate:up\n        id: migrate',
      '- §run: npm run migrate:up',
      /"npm run migrate:up" changes production/,
      /pointOfNoReturn/,
    ],
    [
      'a watch on the way back without an end',
      '    - run: kubectl rollout undo shop\n',
      '    - §watch: { metrics: [errors], for: 10m }\n    - run: kubectl rollout undo shop\n',
      /watches in the rollback and has no end/,
      /atMost/,
    ],
    [
      'a checklist that says it changes nothing',
      'id: integrity\n',
      'id: integrity\n        §changes: something\n',
      /expected the word nothing/,
      /changes: nothing/,
    ],
    [
      'a document nobody makes',
      'documents: { before: [notes] }',
      'documents: { before: [§paper] }',
      /no step delivers the document "paper"/,
      /delivers: paper/,
    ],
    [
      'a condition that never holds',
      'when: inputs.schema != none',
      '§when: inputs.schema == contract',
      /never holds/,
      /none, expand/,
    ],
    [
      'undoes outside rollback',
      '        id: tests',
      '        id: tests\n        §undoes: told',
      /outside rollback/,
      /rollback\.steps/,
    ],
    ['a phase called rollback', 'id: post-checks', '§id: rollback', /cannot be called/, /another/],
    [
      'a gate that waits for its own phase',
      'requires: [green, documents]',
      'requires: [green, §phase.go-no-go]',
      /can never hold here/,
      /an earlier phase/,
    ],
    [
      'a quorum beside anyOf',
      'roles: { captain: 1, owner: 1 }',
      'roles: { captain: 1 }\n          §anyOf: [owner]',
      /anyOf alone would count/,
      /keep roles/,
    ],
    [
      'a cleanup where no phase ends',
      '- run: npm run migrate:down\n',
      '- run: npm run migrate:down\n      §cleanup: { run: kubectl clean }\n',
      /nothing is cleaned up here/,
      /step of its own/,
    ],
    [
      'a background command nothing ends',
      '- run: npm run migrate:down\n',
      '- run: npm run migrate:down\n      §background: { until: tests }\n',
      /nothing ends a background command/,
      /phases/,
    ],
    [
      'a background command that is over before it starts',
      '- run: npm test\n        id: tests',
      '- run: npm test\n        background: { §until: notes }\n        id: tests',
      /"notes" is over before/,
      /later step/,
    ],
    ['a watch that can never be done', 'for: 30m, atMost: 60m', 'for: 30m, §atMost: 20m', /atMost is over/, /longer/],
    ['a share without %', '{ weight: 10%,', '{ §weight: 10,', /a share in percent, came 10/, /10%/],
    ['a pointer without /', '/ok: true', '§ok: true', /"ok" is neither status nor/, /"\/ok"/],
    ['an answer in words', 'expect: { status: 200, /ok: true }', '§expect: fine', /expected an answer/, /200/],
    [
      'a default that is no duration',
      'flags: { type: list, default: [] }',
      'flags: { type: list, default: [] }\n  time: { type: duration, §default: 15 }',
      /not a duration/,
      /leave it out/,
    ],
    [
      'a component the status page does not have',
      '- run: npm test',
      '- statuspage: { §component: shop, status: degraded, text: It is slow }\n      - run: npm test',
      /the status page has no component "shop"/,
      /statusPage in product.yml/,
    ],
    [
      'a component in a state there is not',
      '- run: npm test',
      '- statuspage: { component: shop, §status: broken, text: It is slow }\n      - run: npm test',
      /./,
      /./,
    ],
    [
      'a file to attach that no step has written before',
      '- notify: { to: [releases], template: planned }',
      '- notify: { to: [releases], template: planned, §attach: nots }',
      /no release-notes step before this one "nots"/,
      /./,
    ],
    [
      'a check of variables nobody lists',
      '- run: npm test',
      '- check: { §env: [production] }\n      - run: npm test',
      /no requiredEnv "production"/,
      /./,
    ],
    [
      'a drill as a fact',
      'requires: [green, documents]',
      'requires: [green, §drill.restore.age < 30d]',
      /there is no drill behind "drill.restore.age"/,
      /file of its own/,
    ],
    [
      'a service as a name',
      '- run: npm test',
      '- §run: npm test ${{ service.owner }}',
      /not run by this version yet/,
      /take it out/,
    ],
    [
      'a step for no type',
      '- notify: { to: [releases], template: planned }',
      '- §notify: { to: [releases], template: planned }\n        only: [major]',
      /runs for no type/,
      /only/,
    ],
    [
      'a type nobody knows',
      '- notify: { to: [releases], template: planned }',
      '- notify: { to: [releases], template: planned }\n        §only: [minr, patch]',
      /no type "minr"/,
      /"minor"/,
    ],
    [
      'a message that says nothing',
      'notify: { to: [releases], template: planned }',
      '§notify: { to: [releases] }',
      /one of text and template/,
      /templates/,
    ],
    [
      'steps of a phase nobody has, again',
      '- run: npm run migrate:down',
      '- §again: post-check\n    - run: npm run migrate:down',
      /no phase "post-check"/,
      /"post-checks"/,
    ],
    [
      'a rollout, again',
      '- run: npm run migrate:down',
      '- §again: [rollout]\n    - run: npm run migrate:down',
      /"rollout" holds "npm run migrate:up", which changes production/,
      /only checks/,
    ],
    [
      'a version, again',
      '- run: npm run migrate:down',
      '- §again: [prepare]\n    - run: npm run migrate:down',
      /version is done once/,
      /only checks/,
    ],
    [
      'again on the forward way',
      '- run: npm test\n',
      '- §again: [go-no-go]\n      - run: npm test\n',
      /outside rollback/,
      /rollback\.steps/,
    ],
    [
      'again with what only a step of its own can say',
      '- run: npm run migrate:down',
      '- again: [post-checks]\n      §timeout: 5m\n    - run: npm run migrate:down',
      /"timeout" has no meaning for again/,
      /take it out/,
    ],
    ['a retry without a number', 'onFailure: continue', '§onFailure: retry', /how often/, /attempts/],
    ['each of what is no list', 'each: inputs.flags', '§each: inputs.schema', /not a list/, /type: list/],
    [
      'a downtime by nobody knows what',
      'audit: [approvals, rollout]',
      'audit: [approvals, rollout]\n    downtime: { §when: inputs.lok == yes }',
      /inputs.lok/,
      /./,
    ],
    [
      'a rollback nobody may start',
      'rollback:\n  when',
      '§rollback:\n  activity: quiet\n  when',
      /nobody may roll back/,
      /product\.yml/,
    ],
    [
      'a comparison of nothing',
      'compare: { with: before, errors: { max: "+0%", floor: 0.1% }, p95: { max: "+10%" } }',
      '§compare: { with: before }',
      /nothing is compared/,
      /p95/,
    ],
  ];
  test.each(rows)('[X8] %s', (...row) => told('release.yml', row));

  const unkept: Row[] = [
    [
      'a snapshot for each',
      'id: before\n',
      'id: before\n        §each: inputs.flags\n',
      /snapshot cannot be done once per entry/,
      /without each/,
    ],
    [
      'a report nobody writes',
      'report: [deployment.md]',
      'report: [§deploiment.docx]',
      /deploiment\.docx/,
      /deployment\.md/,
    ],
    [
      'evidence of a machine',
      'id: integrity\n',
      'id: integrity\n        §evidence: link\n',
      /http asks nobody for evidence/,
      /confirm or checklist/,
    ],
    [
      'a fact from outside at a checkpoint',
      'checkpoint: The old state is back',
      'checkpoint: { says: The old state is back, requires: [green, §backup-age < 24h] }',
      /"backup-age" can only be judged at an approve step/,
      /check step before/,
    ],
    [
      'what is confirmed before it is done',
      '- version: next',
      '- confirm: They look good\n        §of: kpi\n      - version: next',
      /"kpi" has not run when this is confirmed/,
      /behind it/,
    ],
  ];
  test.each(unkept)('[X8] %s', (...row) => told('release.yml', row));

  test('[X8] a need somebody could accept says that nobody is asked at the start', () => {
    const { problems } = changed(
      'release.yml',
      'needs: [backup-age < 24h]',
      'needs: [{ fact: backup-age < 24h, override: { owner: 1 } }]',
    );
    expect(problems).toMatchObject([{ level: 'warning', message: expect.stringContaining('only at go/no-go') }]);
  });

  test('[X8] what turns back without a rollback to turn to', () => {
    const text = fixture('shop')[1]?.text ?? '';
    const cut = text.slice(0, text.indexOf('\nrollback:')) + text.slice(text.indexOf('\nfinally:'));
    const { problems } = loadProducts(fixture('shop').map((file, at) => (at === 1 ? { ...file, text: cut } : file)));
    const said = problems.filter(one => one.message.includes('there is no rollback')).map(one => one.message);
    expect(said).toEqual([
      'the limit of "health" rolls back, and there is no rollback',
      expect.stringMatching(/^"GET .*" rolls back/),
    ]);
  });

  test('[X8] people who would have to be two at once', () => {
    const { problems } = changed(
      'product.yml',
      'owner: { slack: { users: [U0PIA] } }',
      'owner: { slack: { users: [U0ANA] } }',
    );
    expect(problems).toMatchObject([{ file: 'shop/release.yml', message: expect.stringContaining('distinctPeople') }]);
  });

  test('[X8] an approval that is stuck whoever starts is an error, one that may get stuck a warning', () => {
    const rule = 'distinctPeople: true\n          notInitiator: true';
    const level = (product: string) => {
      const files = shop(['release.yml', 'distinctPeople: true', rule], ['product.yml', 'users: [U0ANA]', product]);
      return loadProducts(files).problems.map(one => [one.level, one.message.includes('notInitiator')]);
    };
    expect(level('users: [U0ANA]')).toEqual([['error', true]]);
    expect(level('users: [U0ANA, U0BEN]')).toEqual([]);
  });

  test('one person who may hold every role makes distinctPeople a warning', () => {
    const { problems, products } = changed('product.yml', 'title: Shop', 'title: Shop\nsoloOperator: true');
    expect(problems).toMatchObject([{ level: 'warning', message: expect.stringContaining('soloOperator') }]);
    expect(products[0]?.startable).toBe(true);
  });

  test('a document due at go/no-go and made after it', () => {
    const late = shop(
      ['release.yml', '        delivers: notes\n', ''],
      ['release.yml', 'id: kpi', 'id: kpi\n        delivers: notes'],
    );
    expect(loadProducts(late).problems).toMatchObject([{ message: expect.stringContaining('made after it') }]);
  });
});

describe('the product', () => {
  const rows: Row[] = [
    ['a zone nobody knows', 'timezone: Europe/Berlin', '§timezone: Europe/Berln', /time zone/, /Europe\/Berlin/],
    ['a name for a Slack id', 'users: [U0ANA]', 'users: [§ana]', /Slack user id/, /U0PIA/],
    ['a channel by its name', 'releases: C0RELEASES', '§releases: "#releases"', /channel id/, /C0RELEASES/],
    ['a role in raci', 'accountable: captain', '§accountable: captin', /no role "captin"/, /"captain"/],
    [
      'somebody accountable without Slack',
      'accountable: captain',
      '§accountable: readers',
      /no members in Slack/,
      /slack/,
    ],
    [
      'a channel of an environment',
      'staging: { channel: releases }',
      'staging: { §channel: release }',
      /no channel "release"/,
      /"releases"/,
    ],
    [
      'a metric without limits',
      '  errors:\n    json: { url: "${{ vars.SHOP }}/kpi", pointer: /errors }\n    unit: percent\n    limits: [{ above: 1%, action: pause }]',
      '  §errors:\n    json: { url: "${{ vars.SHOP }}/kpi", pointer: /errors }\n    unit: percent',
      /has no limits/,
      /limits: none/,
    ],
    ['a bare limit on a ratio', 'above: 1%', '§above: 1', /has no unit, and the metric is in percent/, /1%/],
    ['a bare limit on a time', 'above: 500ms', '§above: 500', /has no unit/, /500ms/],
    ['a time for a ratio', 'above: 1%', '§above: 500ms', /no limit for a metric in percent/, /1%/],
    ['a limit without a comparison', '{ above: 1%, action: pause }', '§{ action: pause }', /compares nothing/, /above/],
    [
      'a limit with two',
      '{ above: 1%, action: pause }',
      '§{ above: 1%, below: 2%, action: pause }',
      /above and below/,
      /one of/,
    ],
    [
      'a metric without a unit',
      '  errors:\n    json: { url: "${{ vars.SHOP }}/kpi", pointer: /errors }\n    unit: percent\n',
      '  §errors:\n    json: { url: "${{ vars.SHOP }}/kpi", pointer: /errors }\n',
      /has no unit/,
      /percent/,
    ],
    [
      'a metric without a source',
      '  errors:\n    json: { url: "${{ vars.SHOP }}/kpi", pointer: /errors }\n',
      '  §errors:\n',
      /a metric needs one of/,
      /write one/,
    ],
    [
      'a query without a Prometheus',
      'json: { url: "${{ vars.SHOP }}/kpi", pointer: /errors }',
      '§prometheus: up',
      /where its Prometheus is/,
      /add prometheus/,
    ],
    [
      'variables of which none is named',
      'executables:\n',
      'requiredEnv: { §production: { from: kubectl env } }\nexecutables:\n',
      /no variable of "production" is named/,
      /add set/,
    ],
    [
      'variables a program prints that may not be run',
      'executables:\n',
      'requiredEnv: { production: { §from: heroku config, set: [A] } }\nexecutables:\n',
      /no executable "heroku"/,
      /./,
    ],
    [
      'a secret to compare with',
      'executables:\n',
      'requiredEnv: { production: { from: kubectl env, §equal: { A: "${{ secrets.A }}" } } }\nexecutables:\n',
      /a secret \(secrets\.A\) stands in a text/,
      /headers/,
    ],
    ['a budget nobody has', 'above: 500ms', '§above: budget x 2', /the metric has no budget/, /add budget/],
    ['a var in small letters', 'vars: { SHOP:', 'vars: { §shop:', /capitals/, /SHOP_URL/],
    ['a program for everything', 'npm: { in: . }', 'npm: { §dir: . }', /unknown key "dir"/, /./],
    [
      'failures of a figure that is compared with nothing',
      '{ above: 1%, action: pause }',
      '{ §failures: 3, action: pause }',
      /can never fail/,
      /above or below/,
    ],
    [
      'failing on what is no probe',
      '{ above: 1%, action: pause }',
      '§{ failing: true, action: pause }',
      /no probe/,
      /above or below/,
    ],
    [
      'a path as a program',
      '  kubectl: { in: . }',
      '  §bin/kubectl: { in: . }',
      /plain name.*"bin\/kubectl"/,
      /on the PATH.*bash bin/,
    ],
    [
      'a branch that is another in each run',
      'branch: main }',
      '§branch: "${{ inputs.branch }}" }',
      /expected a plain name/,
      /version: \{ of:/,
    ],
    [
      'a tag without its version',
      'branch: main }',
      'branch: main, §tag: "shop-*" }',
      /"shop-\*", which holds no version/,
      /run\.version/,
    ],
  ];
  test.each(rows)('%s', (...row) => told('product.yml', row));
});

type Change = readonly [file: string, find: string, put: string];

/** The shop's files with some places changed. */
function shop(...changes: readonly Change[]): readonly SourceFile[] {
  return fixture('shop').map(file => {
    const mine = changes.filter(([name]) => file.path.endsWith(name));
    return { ...file, text: mine.reduce((text, [, find, put]) => text.replace(find, () => put), file.text) };
  });
}

function changed(...change: Change): Loaded {
  return loadProducts(shop(change));
}

test('a role nobody knows is told once, where it stands, not at every step of its phase', () => {
  const { problems } = breakShop({
    file: 'release.yml',
    find: '    title: Preparation\n    at: T-24h\n    role: captain',
    put: '    title: Preparation\n    at: T-24h\n    §role: captian',
  });
  expect(problems.map(one => one.line)).toEqual([19]);
});

test('a label that is no regular expression behind its ~ is told before the first scrape', () => {
  const { problems, line, column } = breakShop({
    file: 'product.yml',
    find: 'histogram: seconds, quantile: 0.95',
    put: 'histogram: seconds, quantile: 0.95, where: { §code: "~5.[" }',
  });
  expect(problems).toMatchObject([{ line, column, message: '"~5.[" is no regular expression behind its ~' }]);
});

test('mistakes of grammar, of names and of intent in one file are all told at once, and nothing that follows from them', () => {
  const put: readonly (readonly [string, string])[] = [
    ['timeout: 30m', 'timeout: 30 minutes'],
    ['{ weight: 10%, targets', '{ weight: 10, targets'],
    ['- run: npm run migrate:up\n        id', '- rnu: npm run migrate:up\n        id'],
    ['role: devops, show: [errors]', 'role: devpos, show: [errors]'],
    ['template: planned', 'template: plnned'],
    ['for: 30m, atMost: 60m', 'for: 30m, atMost: 20m'],
    ['compare: { with: before', 'compare: { with: befor'],
  ];
  const files = fixture('shop').map(file => {
    if (!file.path.endsWith('release.yml')) return file;
    const text = put.reduce((before, [find, by]) => before.replace(find, by), file.text);
    return { ...file, text };
  });
  const broken = files.find(file => file.path.endsWith('release.yml'))?.text.split('\n') ?? [];
  const expected = put.map(([, by]) => broken.findIndex(line => line.includes(by.split('\n')[0] ?? by)) + 1);
  const { problems } = loadProducts(files);
  expect([...new Set(problems.map(one => one.line))]).toEqual(expected.toSorted((a, b) => a - b));
});

test('a product file is judged in its names too while its grammar is wrong', () => {
  const files = fixture('shop').map(file =>
    file.path.endsWith('product.yml')
      ? {
          ...file,
          text: file.text.replace('unit: percent', 'unit: per-cent').replace('owner: devops', 'owner: devpos'),
        }
      : file,
  );
  const said = loadProducts(files).problems.map(one => one.message);
  expect(said.some(one => one.includes('"per-cent"'))).toBe(true);
  expect(said.some(one => one.includes('"devpos"'))).toBe(true);
});
