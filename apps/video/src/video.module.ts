import { Module } from '@nestjs/common';
import { Service, ServiceModule } from '#service';
import { FilesHttp } from './files.http.js';
import { VideoHttp } from './video.http.js';
import { onVideoFailed } from './on-video-failed.js';
import { onVideoProgressed } from './on-video-progressed.js';
import { onVideoTranscoded } from './on-video-transcoded.js';
import { Site } from './site.js';
import { videoMigrations } from './video.table.js';

/**
 * The upload site.
 * - HTTP: POST /videos (stores and responds), POST /waiting/videos (transcodes before it responds), GET /videos/:id
 *   (state and progress), GET /videos/:id/rendition and /poster (the result), GET / (the newest videos)
 * - publishes: video.uploaded
 * - consumes: video.progressed, video.transcoded, video.failed, to show what became of a video
 */
@Module({
  imports: [
    ServiceModule.for({
      name: 'video',
      migrations: videoMigrations,
      reactions: [onVideoProgressed, onVideoTranscoded, onVideoFailed],
    }),
  ],
  controllers: [VideoHttp, FilesHttp],
  providers: [{ provide: Site, inject: [Service], useFactory: (service: Service) => Site.open(service) }],
})
export class VideoModule {}
