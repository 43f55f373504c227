import type { VideoFigures } from '../ledger/videos.js';
import type { Measure } from './measure.js';

const source = 'the load generator, and the auditor from the databases of the site and the workers';

function count(name: string, describes: string, of: (figures: VideoFigures) => number): Measure {
  return {
    ...{ name, describes, source, dimension: 'count', takes: {}, kind: 'videos' },
    read: ({ record }) => (record.own?.video ? of(record.own.video) : null),
  };
}

/** What became of uploads, by what they were. */
export const videos: readonly Measure[] = [
  count('clips', 'uploads of real clips', ({ sound }) => sound),
  count('clips.accepted', 'real clips that were accepted', ({ soundAccepted }) => soundAccepted),
  count('clips.finished', 'accepted clips that the site shows', ({ soundFinished }) => soundFinished),
  count('useless', 'uploads that were empty or no video', (figures) => figures.useless),
  count('useless.refused', 'those of them that were turned away at once', ({ uselessRefused }) => uselessRefused),
  count('broken', 'clips that look sound and are rubbish inside', (figures) => figures.broken),
  count('broken.told', 'those of them whose owner was told why', ({ brokenTold }) => brokenTold),
];
