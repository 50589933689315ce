import type { Plant } from '../plants.ts';

export const INCIDENT_PLANTS: readonly Plant[] = [];
