/**
 * THE FILES: what a video is checked with, made smaller by, and where each file of it lies. Real ffmpeg, one process a job,
 * that never outlives the process it works for. Knows nothing of services or events: the upload site and the worker do
 * the same work with it.
 */
export { openVideoPlaces, type VideoPlaces } from './places.js';
export { probeVideo, videoLimits, type Media, type Probed } from './probe.js';
export { transcode, type Rendition, type TranscodeJob } from './transcode.js';
export { makeClip, breakClip, type Clip } from './clips.js';
export { BrokenVideo, FfmpegMissing, howToGetFfmpeg, ProbeTooSlow } from './errors.js';
export type { JobLimits } from './limits.js';
export { ffmpegVersion } from './child.js';
