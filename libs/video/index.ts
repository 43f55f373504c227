/**
 * THE FILES: checks videos, transcodes them, and manages where their files are stored. Uses real ffmpeg, one process
 * per job, which never outlives its parent. Knows nothing of services or events: the upload site and the worker share
 * it.
 */
export { openVideoPlaces, type VideoPlaces } from './places.js';
export { probeVideo, videoLimits, type Media, type Probed } from './probe.js';
export { transcode, type Rendition, type TranscodeJob } from './transcode.js';
export { makeClip, breakClip, type Clip } from './clips.js';
export { BrokenVideo, FfmpegMissing, howToGetFfmpeg, ProbeTooSlow } from './errors.js';
export type { JobLimits } from './limits.js';
export { ffmpegVersion } from './child.js';
