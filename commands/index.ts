import type { Registry } from '#src/chat/desk.ts';
import { heard } from './heard.ts';
import { home } from './home.ts';
import { actMore, actPressed, actSent } from './incident/act.ts';
import {
  alertAcknowledged,
  closeAlertPressed,
  closeAlertSent,
  declareFromAlert,
  declareFromSuggestion,
} from './incident/alert.ts';
import { alerts } from './incident/alerts.ts';
import { captureShortcut } from './incident/capture.ts';
import { declare, declareFromMessage, declareFromRelease, declareShortcut } from './incident/declare.ts';
import {
  productChosen as declareProduct,
  declareSent,
  serviceChosen,
  severityChosen,
} from './incident/declare-sent.ts';
import {
  acceptPressed,
  declinePressed,
  declineSent,
  handover,
  handoverPressed,
  handoverSent,
} from './incident/handover.ts';
import { helpVerb as incidentHelp } from './incident/help.ts';
import { join, joinPressed } from './incident/join.ts';
import { lead, takePressed } from './incident/lead.ts';
import { list as incidents } from './incident/list.ts';
import { mitigated, mitigatedPressed, reactivatePressed, reactivateSent } from './incident/mitigated.ts';
import {
  followUpPressed,
  noteSent as incidentNoteSent,
  more as moreOfIncident,
  taskDonePressed,
  taskSent,
  titleSent,
} from './incident/more.ts';
import { acknowledge, acknowledgePressed, page, pagePressed, pageSent } from './incident/page.ts';
import { postmortem, postmortemMove, postmortemPressed, postmortemWrite } from './incident/postmortem.ts';
import { reopen, reopenPressed, reopenSent } from './incident/reopen.ts';
import { resolve, resolvePressed } from './incident/resolve.ts';
import { resolveSent } from './incident/resolve-sent.ts';
import { severity, severityPressed, severitySent, severitySet } from './incident/severity.ts';
import { snoozePressed, snoozeSent } from './incident/snooze.ts';
import { startPressed } from './incident/start.ts';
import { status as incidentStatus } from './incident/status.ts';
import { task } from './incident/task.ts';
import { timeline } from './incident/timeline.ts';
import { lasting, lastingPressed, lastingSent, undo, undoPressed, undoSent } from './incident/undo.ts';
import { noChangePressed, update, updatePressed } from './incident/update.ts';
import { updateSent } from './incident/update-form.ts';
import { decision, impact, note as incidentNote, title } from './incident/write.ts';
import { pick } from './pick.ts';
import { abort, abortPressed, abortSent } from './release/abort.ts';
import { answerPressed, answerSent } from './release/answer.ts';
import { attachPressed, attachSent } from './release/attach.ts';
import { calendar } from './release/calendar.ts';
import { callEndedPressed, callEndedSent } from './release/call-ended.ts';
import { claimPressed, handPressed, handSent } from './release/care.ts';
import { freeze } from './release/freeze.ts';
import { go, noGo, noGoPressed, noGoSent, vote } from './release/go.ts';
import {
  acceptPressed as acceptReleasePressed,
  declinePressed as declineReleasePressed,
  declineSent as declineReleaseSent,
  handover as handoverRelease,
  handoverSent as handoverReleaseSent,
} from './release/handover.ts';
import { helpVerb } from './release/help.ts';
import { list } from './release/list.ts';
import { more } from './release/more.ts';
import { move, moveSent } from './release/move.ts';
import { note, noteSent } from './release/note.ts';
import { notesPressed, notesSent } from './release/notes.ts';
import { openWindowPressed, openWindowSent } from './release/open-window.ts';
import { overridePressed, overrideSent } from './release/override.ts';
import { havePressed, pause, pausePressed } from './release/pause.ts';
import { plan } from './release/plan.ts';
import { report } from './release/report.ts';
import { resume, resumePressed, resumeSent } from './release/resume.ts';
import { rollback, rollbackPressed, rollbackSent } from './release/rollback.ts';
import { skipPressed, skipSent } from './release/skip.ts';
import { start, startShortcut } from './release/start.ts';
import { productChosen, startSent, typeChosen } from './release/start-sent.ts';
import { status } from './release/status.ts';
import { confirm, retry, startAnyway, tick } from './release/step-buttons.ts';
import { unlock, unlockPressed, unlockSent } from './release/unlock.ts';
import { drillAbortPressed, drillAbortSent, drillNote, drillNotePressed } from './runbook/drill.ts';
import { helpVerb as runbookHelp } from './runbook/help.ts';
import { lint } from './runbook/lint.ts';
import { list as runbooks } from './runbook/list.ts';
import { plan as runbookPlan } from './runbook/plan.ts';
import { rehearse } from './runbook/rehearse.ts';
import { show } from './runbook/show.ts';
import { start as startDrill } from './runbook/start.ts';

const releaseVerbs = [
  start,
  status,
  list,
  plan,
  go,
  noGo,
  pause,
  resume,
  rollback,
  unlock,
  abort,
  handoverRelease,
  move,
  calendar,
  freeze,
  note,
  report,
];
const incidentVerbs = [
  declare,
  incidentStatus,
  incidents,
  alerts,
  update,
  severity,
  lead,
  handover,
  page,
  acknowledge,
  join,
  incidentNote,
  decision,
  task,
  title,
  impact,
  undo,
  lasting,
  mitigated,
  resolve,
  reopen,
  postmortem,
  timeline,
];

const runbookVerbs = [runbooks, show, runbookPlan, lint, rehearse, startDrill, drillNote];

/** Everything people can type, press and send. A name that is not here does not exist. */
export const registry: Registry = {
  verbs: [
    ...releaseVerbs,
    helpVerb(releaseVerbs),
    ...incidentVerbs,
    incidentHelp(incidentVerbs),
    ...runbookVerbs,
    runbookHelp(runbookVerbs),
  ],
  actions: [
    vote,
    noGoPressed,
    confirm,
    tick,
    answerPressed,
    attachPressed,
    notesPressed,
    retry,
    skipPressed,
    overridePressed,
    openWindowPressed,
    pausePressed,
    havePressed,
    resumePressed,
    rollbackPressed,
    callEndedPressed,
    unlockPressed,
    startAnyway,
    claimPressed,
    handPressed,
    acceptReleasePressed,
    declineReleasePressed,
    abortPressed,
    more,
    productChosen,
    typeChosen,
    declareFromRelease,
    alertAcknowledged,
    closeAlertPressed,
    declareFromAlert,
    declareFromSuggestion,
    declareProduct,
    severityChosen,
    serviceChosen,
    joinPressed,
    updatePressed,
    noChangePressed,
    snoozePressed,
    severityPressed,
    severitySet,
    takePressed,
    handoverPressed,
    acceptPressed,
    declinePressed,
    pagePressed,
    acknowledgePressed,
    actPressed,
    actMore,
    undoPressed,
    lastingPressed,
    startPressed,
    mitigatedPressed,
    reactivatePressed,
    resolvePressed,
    reopenPressed,
    postmortemPressed,
    postmortemWrite,
    postmortemMove,
    followUpPressed,
    taskDonePressed,
    moreOfIncident,
    drillAbortPressed,
    drillNotePressed,
    pick([...releaseVerbs, ...incidentVerbs]),
  ],
  forms: [
    startSent,
    noGoSent,
    answerSent,
    attachSent,
    notesSent,
    skipSent,
    overrideSent,
    openWindowSent,
    moveSent,
    resumeSent,
    rollbackSent,
    callEndedSent,
    unlockSent,
    closeAlertSent,
    abortSent,
    handSent,
    handoverReleaseSent,
    declineReleaseSent,
    noteSent,
    declareSent,
    updateSent,
    snoozeSent,
    severitySent,
    handoverSent,
    declineSent,
    pageSent,
    actSent,
    undoSent,
    lastingSent,
    reactivateSent,
    resolveSent,
    reopenSent,
    incidentNoteSent,
    taskSent,
    titleSent,
    drillAbortSent,
  ],
  shortcuts: [startShortcut, declareShortcut, declareFromMessage, captureShortcut],
  home,
  heard,
};
