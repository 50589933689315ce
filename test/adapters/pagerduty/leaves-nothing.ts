/** Asks once, closes everything, and prints how many ms the process lived on. Run by `questions.test.ts`. */
import { startScene } from './scene.ts';

const [, , fault = ''] = process.argv;
const scene = await startScene({ timeoutMs: 200 });
if (fault !== '') scene.pagerDuty.faults.add(JSON.parse(fault));
await scene.pager.readBack({ dedupKey: 'INC-7' }).catch(() => undefined);
await scene[Symbol.asyncDispose]();
const asked = performance.now();
process.on('exit', () => process.stdout.write(String(Math.round(performance.now() - asked))));
