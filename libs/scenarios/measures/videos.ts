import type { VideoFigures } from '../ledger/videos.js';
import type { Measure } from './measure.js';

const source = 'the load generator, and the auditor from the databases of the site and the workers';

function count(name: string, describes: string, of: (figures: VideoFigures) => number): Measure {
  return {
    ...{ name, describes, source, dimension: 'count', takes: {}, kind: 'videos' },
    read: ({ record }) => (record.own?.video ? of(record.own.video) : null),
  };
}

/** What became of uploads, by kind. */
export const videos: readonly Measure[] = [
  count('clips', 'uploads of real clips', ({ sound }) => sound),
  count('clips.accepted', 'real clips that were accepted', ({ soundAccepted }) => soundAccepted),
  count('clips.finished', 'accepted clips that the site shows', ({ soundFinished }) => soundFinished),
  count('useless', 'uploads that were empty or no video', (figures) => figures.useless),
  count('useless.refused', 'useless uploads that were refused immediately', ({ uselessRefused }) => uselessRefused),
  count('broken', 'clips that look sound but are corrupt inside', (figures) => figures.broken),
  count('broken.told', 'corrupt clips whose owner was told why', ({ brokenTold }) => brokenTold),
];
