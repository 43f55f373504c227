import type { Service } from '#service';
import { openVideoPlaces, type VideoPlaces } from '#video';
import { failAbandoned, knownVideos } from './video.table.js';

/** Where uploads go, and how large they may be. */
export class Site {
  private constructor(
    readonly places: VideoPlaces,
    readonly limitBytes: number,
    /** Cores one transcoding may keep busy, when the site does it itself. */
    readonly threads: number,
  ) {}

  /** Puts away what an earlier life left half-done. Only one site may use a folder. */
  static async open({ config, database }: Service): Promise<Site> {
    const places = await openVideoPlaces(config.setting('VIDEO_FOLDER', '.eventstage/videos'));
    await places.sweep((videoIds) => knownVideos(database, videoIds));
    await failAbandoned(database);
    const limitMb = config.setting('VIDEO_LIMIT_MB', 512);
    return new Site(places, limitMb * 1024 * 1024, config.setting('VIDEO_THREADS', 1));
  }
}
