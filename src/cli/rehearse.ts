import { readRunbookFiles } from '#src/config/runbook-files.ts';
import type { IncidentRunbook, Runbook } from '#src/domain/runbook/model/runbook.ts';
import { GonogoError } from '#src/errors.ts';
import { everyScene, neverReached } from '#src/rehearsal/every-scene.ts';
import type { SceneWords } from '#src/rehearsal/read-scene.ts';
import { readScene } from '#src/rehearsal/read-scene.ts';
import type { Rehearsal } from '#src/rehearsal/rehearse.ts';
import { NotRehearsed, rehearse } from '#src/rehearsal/rehearse.ts';
import { reportLine, reportText } from '#src/rehearsal/report.ts';
import type { Options, Scene } from '#src/rehearsal/scene.ts';
import { loadProducts } from '#src/runbook/load.ts';
import type { LoadedProduct } from '#src/runbook/load-product.ts';
import { resolve, resolveDrill, resolveIncident } from '#src/runbook/resolve.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { chosen } from './chosen.ts';

export type RehearseRequest = {
  /** A release type, `incident`, or a drill's id. */
  readonly what: string;
  readonly product: string | undefined;
  readonly folder: string;
  readonly vars: { readonly [name: string]: string };
  readonly strategy?: string;
  /** Instant the virtual clock begins at. Default: a Tuesday at 18:00 UTC. */
  readonly start?: string;
  readonly at?: string;
  readonly input?: readonly string[];
  readonly fail?: string;
  readonly metric?: string;
  readonly rollBackAt?: string;
  /** Of an incident; without it every severity is rehearsed. */
  readonly severity?: string;
  readonly action?: string;
  readonly scene?: string;
  readonly all?: boolean;
};

/** The same every time, whenever it is run. */
const START = '2026-11-24T18:00:00Z';

export type Rehearsed = { readonly text: string; readonly sound: boolean };

/** The report, and whether nothing has to be mended. Throws `runbook.invalid` with a sentence where it cannot begin. */
export async function rehearseFor(request: RehearseRequest): Promise<Rehearsed> {
  const { folder, vars } = request;
  const { products } = loadProducts(await readRunbookFiles(folder, vars), { vars });
  const { product, what } = chosen(products, folder, request);
  const runbook = runbookOf(product, { ...request, what });
  const options = {
    now: instant(request.start ?? START),
    T: request.at === undefined ? null : instant(request.at),
    inputs: inputsOf(runbook, request.input ?? []),
  };
  return request.all ? all(runbook, options) : one(runbook, options, request);
}

type Common = Omit<Options, 'scene'>;

async function one(runbook: Runbook, options: Common, request: RehearseRequest): Promise<Rehearsed> {
  const rehearsals: Rehearsal[] = [];
  for (const words of wordsOf(runbook, request)) {
    const scene = readScene(runbook, words);
    if (!scene.ok) throw new GonogoError('runbook.invalid', scene.problem);
    rehearsals.push(await play(runbook, options, scene.value));
  }
  const sound = rehearsals.every(rehearsal => rehearsal.book.problems.size === 0);
  return { text: rehearsals.map(reportText).join(BETWEEN), sound };
}

const BETWEEN = `\n${'-'.repeat(80)}\n\n`;

/** Declared at each severity where nothing says which. */
function wordsOf(runbook: Runbook, request: RehearseRequest): readonly SceneWords[] {
  const { severity, action, fail } = request;
  if (runbook.kind !== 'incident' || severity !== undefined || action !== undefined || fail !== undefined)
    return [request];
  return gradesFor(runbook, request).map(name => ({ ...request, severity: name }));
}

/** Nothing gets worse than the highest. */
function gradesFor({ grades }: IncidentRunbook, { scene }: RehearseRequest): readonly string[] {
  return grades.slice(scene === 'worse' ? 1 : 0).map(grade => grade.name);
}

/** Every scene, a line each: a strong lint, for nothing may hang in any of them. */
async function all(runbook: Runbook, options: Common): Promise<Rehearsed> {
  const rehearsals: Rehearsal[] = [];
  for (const scene of everyScene(runbook)) rehearsals.push(await play(runbook, options, scene));
  const never = neverReached(rehearsals);
  const lines = [
    `REHEARSAL of ${runbook.title} in ${rehearsals.length} scenes. Nothing was done and nobody was told.`,
    ...rehearsals.map(reportLine),
    ...(never.length === 0 ? [] : [`Steps no scene came to, with these inputs: ${never.join(', ')}`]),
    '',
  ];
  return { text: lines.join('\n'), sound: rehearsals.every(rehearsal => rehearsal.book.problems.size === 0) };
}

async function play(runbook: Runbook, options: Common, scene: Scene): Promise<Rehearsal> {
  try {
    return await rehearse(runbook, { ...options, scene }, () => openSqlite({ path: ':memory:' }));
  } catch (cause) {
    if (cause instanceof NotRehearsed)
      throw new GonogoError('runbook.invalid', `It cannot be started: ${cause.message}`);
    throw cause;
  }
}

function runbookOf(product: LoadedProduct, { what, strategy }: RehearseRequest): Runbook {
  const drill = resolveDrill(product, what);
  if (drill.ok) return drill.runbook;
  if (what === 'incident') {
    const incident = resolveIncident(product);
    if (!incident.ok) throw new GonogoError('runbook.invalid', incident.problem);
    return incident.runbook;
  }
  const found = resolve(product, strategy === undefined ? { type: what } : { type: what, strategy });
  if (!found.ok) throw new GonogoError('runbook.invalid', found.problem);
  return found.runbook;
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new GonogoError('runbook.invalid', `"${text}" is no instant; write it like 2026-11-24T20:00:00+01:00`);
}

/** `schema=expand`; a list is parted by commas. What is not given takes its default. */
function inputsOf(runbook: Runbook, pairs: readonly string[]): Options['inputs'] {
  const fields = runbook.kind === 'release' ? runbook.inputs : [];
  return Object.fromEntries(
    pairs.map(pair => {
      const [name = '', ...rest] = pair.split('=');
      const text = rest.join('=');
      const type = fields.find(field => field.name === name)?.type;
      return [name, type === 'list' ? text.split(',') : type === 'number' ? Number(text) : text];
    }),
  );
}
