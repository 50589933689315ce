import type { Instant } from '#src/base/time.ts';
import type { Page } from '#src/domain/incident/state.ts';
import type { Sample } from '#src/domain/measure/reading.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { RequiredEnv } from '#src/domain/runbook/model/product.ts';
import type { HttpExpectation } from '#src/domain/runbook/model/step.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import type { EffectPorts } from '#src/effects/index.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { CommandOrder, Commands } from '#src/ports/commands.ts';
import type { Documents } from '#src/ports/documents.ts';
import type { Git } from '#src/ports/git.ts';
import type { Http, HttpAnswer } from '#src/ports/http.ts';
import type { MetricsSource } from '#src/ports/metrics-source.ts';
import type { Pager } from '#src/ports/pager.ts';
import { castOf } from './cast.ts';
import { badSample, goodAnswer, goodOutput, goodSample, goodVariables } from './good-answers.ts';
import { taskInHand } from './in-hand.ts';
import type { LogBook } from './log-book.ts';
import { isMadeToFail } from './scene.ts';
import { services } from './services.ts';

export type World = {
  readonly book: LogBook;
  readonly now: () => Instant;
  /** null: every figure is good. */
  readonly bad: () => Bad | null;
  readonly pagerIsDown: boolean;
  /** Does somebody answer the phone that rings for this page? */
  readonly picksUp: (page: Page) => boolean;
};

/** The figure that is bad; `watch`: only in that step's own watch. `value` null: the worst its limits know. */
export type Bad = { readonly metric: string | null; readonly watch: string | null; readonly value: number | null };

/** A repository with one release in the past and one commit since. */
const COMMIT = 'c0ffee'.repeat(7).slice(0, 40);
const LAST_COMMIT = 'decade'.repeat(7).slice(0, 40);
const LAST_VERSION = '1.2.0';
/** What somebody types where the type of release asks for a version. */
export const TYPED_VERSION = '1.3.0';
const TAG = 'v${{ run.version }}';

/**
 * Every port an effect has, writing down what would have been done. Nothing here can reach the outside: no adapter may be
 * imported, and a port that is added and missing here does not compile.
 */
export function recordingPorts(world: World): EffectPorts {
  const { book } = world;
  return {
    chat: chat(world),
    metrics: metrics(world),
    http: http(world),
    commands: commands(world),
    git: git(world),
    documents: documents(book),
    environment: {},
    pager: pager(world),
    people: async product => castOf(product),
    lookUp: async (product, roles) =>
      Object.fromEntries(roles.map(role => [role, { users: castOf(product)[role] ?? [] }])),
    ...services(book),
    settleChatMs: 0,
  };
}

/** What is written is kept in the book: a draft is worth reading. */
function documents(book: LogBook): Documents {
  return {
    async save(name, bytes) {
      book.add('file', `write ${name}`);
      if (name.endsWith('.md')) book.documents.set(name, new TextDecoder().decode(bytes));
    },
    read: async () => null,
  };
}

function chat({ book }: World): Chat {
  let posted = 0;
  return {
    async post({ channel, message }) {
      posted += 1;
      const user = /^D-(.*)$/.exec(channel)?.[1];
      book.add(
        user === undefined ? 'message' : 'direct',
        `${user === undefined ? channel : `@${user}`}: ${message.text}`,
      );
      return { channel, ts: `${posted}.000000` };
    },
    find: async () => null,
    // What a redrawn message says is told by the facts it is drawn from.
    update: async () => undefined,
    direct: async user => `D-${user}`,
    async upload({ channel, files }) {
      for (const { name, title } of files) book.add('file', `share ${name} in ${channel}: ${title}`);
      return files.map(({ name }) => `https://rehearsal.invalid/${name}`);
    },
    findFile: async () => null,
    async readFile() {
      throw new GonogoError('chat.failed', 'There is no file to read in a rehearsal.');
    },
    message: async () => null,
    react: async () => undefined,
    userByEmail: async () => null,
    groupMembers: async () => [],
  };
}

function metrics({ book, bad }: World): MetricsSource {
  return {
    async read({ metrics: wanted, now }) {
      const watch = taskInHand().row.body['watch'];
      return wanted.map(metric => {
        const asked = { metric: metric.name, at: now, latencyMs: 0, query: 'not asked: this is a rehearsal' };
        const isBad = bad();
        const hit = isBad !== null && (isBad.metric === metric.name || isMadeToFail(isBad.watch, watch));
        if (hit) return badSample(metric, asked, isBad.value);
        const condition = conditionOf(metric.name);
        if (condition !== null) return { ...asked, kind: 'value', value: holding(condition), samples: 1_000 };
        return goodSample(metric, asked) ?? nothingPasses(book, metric, asked);
      });
    },
  };
}

/** A product's own fact is measured as a metric of its name. */
function conditionOf(name: string): FactCondition | null {
  const { conditions, facts } = taskInHand().row.body;
  const wanted = (conditions ?? facts ?? []) as unknown as readonly FactCondition[];
  return wanted.find(one => one.fact === name) ?? null;
}

/** A value for which it holds. */
function holding({ compare }: FactCondition): number {
  if (compare === null) return 1;
  const value = Number(compare.value);
  if (compare.op === '==') return value;
  return compare.op === '<' ? value / 2 : value * 2 + 1;
}

function nothingPasses(book: LogBook, metric: Metric, asked: Parameters<typeof goodSample>[1]): Sample {
  book.problem(`No reading of ${metric.name} can pass: its limits exclude each other.`);
  return { ...asked, kind: 'value', value: 0, samples: 1_000 };
}

function http({ book }: World): Http {
  return {
    async send({ method, url, json }): Promise<HttpAnswer> {
      const { body, kind } = taskInHand().row;
      book.add(
        'call',
        `${method} ${url}${json === undefined ? '' : ` ${JSON.stringify(json)}`}${kind === 'http.poll' ? ' (asked again)' : ''}`,
      );
      const outputs = (body['outputs'] ?? {}) as { readonly [name: string]: string };
      const answer = goodAnswer(body['expect'] as unknown as HttpExpectation | null, outputs);
      return { ...answer, headers: {}, latencyMs: 0 };
    },
  };
}

function commands({ book, now }: World): Commands {
  return {
    find: async name => name,
    async start({ argv }) {
      book.add('command', argv.join(' '));
    },
    look: async () => ({ state: 'absent' }),
    async follow() {
      const { body } = taskInHand().row;
      const stdout = goodOutput(body);
      const exit = (body['expect'] as { readonly exit?: number } | undefined)?.exit ?? 0;
      const at = now();
      return {
        how: 'exited',
        code: exit,
        signal: null,
        stopped: false,
        startedAt: at,
        endedAt: at,
        stdout,
        tail: stdout,
      };
    },
    async capture({ argv }: Omit<CommandOrder, 'id'>) {
      book.add('command', `${argv.join(' ')} (only read)`);
      const asked = ((taskInHand().row.body['env'] ?? []) as unknown as readonly RequiredEnv[]).map(goodVariables);
      return { how: 'exited', code: 0, signal: null, stdout: asked.join('\n') };
    },
    prune: async () => 0,
    stop: async () => undefined,
  };
}

function git({ book, now }: World): Git {
  return {
    async read() {
      const { pattern } = taskInHand().row.body;
      const name = String(pattern ?? TAG).replace(/\$\{\{\s*run\.version\s*\}\}/, LAST_VERSION);
      return { commit: COMMIT, clean: true, tags: [{ name, commit: LAST_COMMIT }], reachable: [name] };
    },
    log: async () => [{ hash: COMMIT, author: 'rehearsal', at: now(), message: 'feat: what this release brings' }],
    changed: async () => [],
    async tag({ name, message, remote }) {
      book.add('git', `tag ${name} and push it to ${remote}: ${message}`);
    },
  };
}

function pager({ book, pagerIsDown, picksUp }: World): Pager {
  /** What was asked for before: tried again a hundred times it is one line. */
  const asked = new Set<string>();
  async function send(key: string, what: string): Promise<{ says: string }> {
    if (!asked.has(`${key} ${what}`)) book.add('page', `${key}: ${what}`);
    asked.add(`${key} ${what}`);
    if (pagerIsDown) throw new GonogoError('pager.failed', 'the pager does not answer', { retryable: true });
    return { says: 'taken, in a rehearsal' };
  }
  return {
    trigger: ({ key, summary }) => send(key, summary),
    acknowledge: ({ key, dedupKey }) => send(key, `acknowledged ${nameOf(dedupKey)}`),
    resolve: ({ key, dedupKey }) => send(key, `ended ${nameOf(dedupKey)}`),
    async readBack({ dedupKey }) {
      const { state } = taskInHand();
      const page = 'pages' in state ? Object.values(state.pages).find(one => one.dedupKey === dedupKey) : undefined;
      const answered = page !== undefined && picksUp(page);
      return {
        state: answered ? 'acknowledged' : 'triggered',
        by: null,
        at: null,
        url: null,
        assigned: ['whoever is on call'],
      };
    },
    async change({ key, summary }) {
      book.add('call', `${key}: change event, ${summary}`);
      return { says: 'taken, in a rehearsal' };
    },
    onCall: async () => [{ name: 'whoever is on call', email: null, until: null }],
  };
}

/** `p1` of `gonogo/INC-1/p1/...` */
function nameOf(dedupKey: string): string {
  return dedupKey.split('/')[2] ?? dedupKey;
}
