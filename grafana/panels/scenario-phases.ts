import { phases } from '../kinds/phases.js';

export const scenarioPhases = phases({ id: 401 });
