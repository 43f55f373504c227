import { phases } from '../kinds/phases.js';

export const christmasPhases = phases({ id: 610, scenario: 'christmas-burst' });
