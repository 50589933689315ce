import type { Check, Scope } from '../../incidents/checks/check.ts';
import { checkClaims } from '../../incidents/checks/claims.ts';
import { checkHeld } from '../../incidents/checks/held.ts';
import { checkOrder } from '../../incidents/checks/order.ts';
import { checkReached } from '../../incidents/checks/reached.ts';
import { checkAlertStories } from './alerts.ts';
import { checkBound } from './bound.ts';
import { checkCare } from './care.ts';
import { checkDrills } from './drills.ts';
import { checkEvidence } from './evidence.ts';
import { checkFreezes } from './freezes.ts';
import { checkOutside } from './outside.ts';
import { checkReminders } from './reminders.ts';
import { checkTurn } from './turn.ts';
import { checkWindow } from './window.ts';

/** What is promised of an evening in which everything happens at once. */
export const OF_EVENINGS: readonly ((scope: Scope) => Check)[] = [
  checkOrder,
  checkClaims,
  checkReached,
  checkHeld,
  checkWindow,
  checkTurn,
  checkBound,
  checkCare,
  checkEvidence,
  checkFreezes,
  checkAlertStories,
  checkDrills,
  checkReminders,
  checkOutside,
];
