import { releaseCard } from '#src/chat/cards/release.ts';
import type { Handler } from '#src/chat/desk.ts';
import { refuse } from '#src/chat/reply.ts';
import { abortForm } from './abort.ts';
import { handoverForm } from './handover.ts';
import { noteForm } from './note.ts';
import { planOfRun } from './plan.ts';

/** The card's menu. Its values are plain words (`plan REL-12`), because Slack allows them 75 characters only. */
export const more: Handler = {
  name: 'release.more',
  async run(request, desk) {
    const [what = '', id = ''] = request.kind === 'action' ? request.value.split(' ') : [];
    const run = await desk.release(id);
    if (run === null) return refuse('run.absent', `There is no ${id === '' ? 'such release' : id}.`);
    switch (what) {
      case 'status':
        return { kind: 'say', message: releaseCard(run, desk.now()) };
      case 'plan':
        return planOfRun(desk, run);
      case 'note':
        return noteForm(run.id, request);
      case 'handover':
        return handoverForm(desk, run, request);
      case 'abort':
        return abortForm(desk, run.id, request);
      default:
        return refuse('more.unknown', 'This menu belongs to another version of gonogo. Look at the newest card.');
    }
  },
};
