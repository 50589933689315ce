import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addCommit, beginRepo, type Commit, gitOn } from './scratch-git.ts';

/** The repository the practice product is released from, and the bare one beside it that it pushes to. */
export type ScratchRepo = { readonly path: string; readonly origin: string };

const TEMPLATE = fileURLToPath(new URL('scratch-template', import.meta.url));

const MIGRATION =
  '-- up\nALTER TABLE documents ADD COLUMN batch TEXT;\n-- down\nALTER TABLE documents DROP COLUMN batch;\n';
const BATCH =
  '/** Documents written together share a number of their own. */\nexport const batchNumber = count => `B-${count}`;\n';

const BEFORE_TAG: readonly Commit[] = [
  commit('feat: documents with numbers and totals', 'Mira Sommer', '2026-09-01', {}),
  commit('feat(contracts): write contracts to the audit log', 'Jonas Brandt', '2026-09-14', {
    'documents/contract.js': "export const contractEvent = id => ({ type: 'contract.created', subject: id });\n",
  }),
  commit('fix(documents): round totals per line', 'Mira Sommer', '2026-09-23', { 'CHANGELOG.md': '- rounding\n' }),
];

const AFTER_TAG: readonly Commit[] = [
  commit('feat(documents): write up to a hundred documents in one batch', 'Jonas Brandt', '2026-10-06', {
    'documents/batch.js': BATCH,
    'api/openapi.yaml': '  /documents/batch: { post: { summary: Write many documents at once } }\n',
  }),
  commit('feat(notifications): send to Teams channels', 'Aylin Kaya', '2026-10-09', {
    'documents/teams.js': "export const teams = { kind: 'channel', name: 'teams' };\n",
  }),
  commit('fix(documents): keep umlauts in PDF file names', 'Mira Sommer', '2026-10-13', {
    'documents/file-name.js': "export const fileName = title => title.normalize('NFC');\n",
  }),
  commit('perf(documents): render PDFs without a second pass', 'Jonas Brandt', '2026-10-15', {
    'documents/render.js': 'export const passes = 1;\n',
  }),
  commit('chore(db): a column for the batch', 'Aylin Kaya', '2026-10-16', { 'migrations/0002-batch.sql': MIGRATION }),
];

/**
 * Makes both repositories anew: a history of conventional commits with `v1.2.0` in the middle, the same to the last
 * byte each time. Throws when git fails.
 */
export function makeScratchRepo({ folder, hostPath }: { folder: string; hostPath: string }): ScratchRepo {
  const git = gitOn(hostPath);
  const repo = { path: join(folder, 'valero'), origin: join(folder, 'valero.git') };
  rmSync(repo.origin, { recursive: true, force: true });
  beginRepo(git, { path: repo.path, template: TEMPLATE });
  for (const one of BEFORE_TAG) addCommit(git, repo.path, one);
  git(repo.path, ['tag', '--annotate', 'v1.2.0', '--message', 'VALERO NeuroERP 1.2.0'], '2026-09-24');
  for (const one of AFTER_TAG) addCommit(git, repo.path, one);
  git(folder, ['clone', '--quiet', '--bare', repo.path, repo.origin]);
  git(repo.path, ['remote', 'add', 'origin', repo.origin]);
  git(repo.path, ['fetch', '--quiet', 'origin']);
  git(repo.path, ['branch', '--quiet', '--set-upstream-to=origin/main']);
  return repo;
}

function commit(message: string, author: string, day: string, files: Commit['files']): Commit {
  return { message, author, day, files };
}
