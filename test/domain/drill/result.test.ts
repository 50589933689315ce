import { expect, test } from 'vitest';
import { endOfDrill } from '#src/domain/drill/result.ts';
import { type DrillRun, PENDING_STEP, type StepState } from '#src/domain/procedure/state.ts';
import { check, phase } from '../../support/runbook.ts';

/** A drill of one check, with what became of it. */
function ended(state: Partial<StepState>) {
  const run = {
    kind: 'drill',
    runbook: { phases: [phase('look', [check('rows')])], records: [] },
    steps: { rows: { ...PENDING_STEP, ...state } },
  };
  return endOfDrill(run as unknown as DrillRun).data;
}

test('[W12] a drill whose failed check was asked for again too late did not pass', () => {
  expect(ended({ status: 'pending', attempt: 1 })).toMatchObject({
    passed: false,
    reasons: ['"rows" failed and was not done again'],
  });
  expect(ended({ status: 'failed', attempt: 1, says: 'no rows' })).toMatchObject({ passed: false });
  expect(ended({ status: 'done', attempt: 2 })).toMatchObject({ passed: true, reasons: [] });
});
