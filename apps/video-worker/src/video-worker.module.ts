import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { openVideoPlaces } from '#video';
import { onVideoUploaded } from './on-video-uploaded.js';
import { renditionMigrations } from './rendition.table.js';

/**
 * A worker: transcodes one video at a time, at its own pace. Several workers share the work.
 * - HTTP: nothing but health and metrics
 * - publishes: video.progressed, video.transcoded, video.failed
 * - consumes: video.uploaded
 */
@Module({
  imports: [
    ServiceModule.for({
      name: 'video-worker',
      migrations: renditionMigrations,
      reactions: async (config) => {
        const places = await openVideoPlaces(config.setting('VIDEO_FOLDER', '.eventstage/videos'));
        const limits = {
          threads: config.setting('VIDEO_THREADS', 1),
          seconds: config.setting('VIDEO_TRANSCODE_SECONDS', 3_600),
          bytes: config.setting('VIDEO_LIMIT_MB', 512) * 1024 * 1024,
        };
        return [onVideoUploaded({ places, limits })];
      },
    }),
  ],
})
export class VideoWorkerModule {}
