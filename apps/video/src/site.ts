import type { Service } from '#service';
import { openVideoPlaces, type JobLimits, type VideoPlaces } from '#video';
import { UploadRoom } from './upload-room.js';
import { failAbandoned, knownVideos } from './video.table.js';

const mib = 1024 * 1024;

/** The folder of uploads, their size limit, and the limit of concurrent uploads. */
export class Site {
  /** Transcodings in progress in the waiting design. */
  private transcoding = 0;

  private constructor(
    readonly places: VideoPlaces,
    readonly limitBytes: number,
    readonly room: UploadRoom,
    /** For one transcoding by the site itself. */
    readonly limits: JobLimits,
    private readonly mostTranscodings: number,
  ) {}

  /** Cleans up after an earlier process. Only one site can use a folder. */
  static async open({ config, database }: Service): Promise<Site> {
    const limitBytes = config.setting('VIDEO_LIMIT_MB', 512) * mib;
    const places = await openVideoPlaces(config.setting('VIDEO_FOLDER', '.eventstage/videos'));
    await places.sweep((videoIds) => knownVideos(database, videoIds));
    await failAbandoned(database);
    const room = new UploadRoom({
      usedBytes: () => places.usedBytes(),
      mostBytes: config.setting('VIDEO_DISK_MB', 8_192) * mib,
      limitBytes,
      mostUploads: config.setting('VIDEO_UPLOADS_AT_ONCE', 64),
    });
    const limits = {
      threads: config.setting('VIDEO_THREADS', 1),
      seconds: config.setting('VIDEO_TRANSCODE_SECONDS', 3_600),
      bytes: limitBytes,
    };
    return new Site(places, limitBytes, room, limits, config.setting('VIDEO_TRANSCODES_AT_ONCE', 32));
  }

  /** Runs the work unless the limit of concurrent transcodings is reached. */
  async transcodingOne<T>(work: () => Promise<T>): Promise<T | 'busy'> {
    if (this.transcoding >= this.mostTranscodings) return 'busy';
    this.transcoding += 1;
    try {
      return await work();
    } finally {
      this.transcoding -= 1;
    }
  }
}
