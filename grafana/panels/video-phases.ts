import { phases } from '../kinds/phases.js';

export const videoPhases = phases({ id: 708, scenario: 'video-queue' });
