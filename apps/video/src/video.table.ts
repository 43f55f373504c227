import type { Migration, Queries, Transaction } from '#database';
import { outboxColumns } from '#messaging';
import type { Rendition } from '#video';
import type { Upload, Video } from './video.js';

export const videoMigrations: readonly Migration[] = [
  {
    name: '101-videos',
    sql: `
      CREATE TABLE videos (
        video_id         uuid PRIMARY KEY,
        title            text NOT NULL,
        design           text NOT NULL CHECK (design IN ('queue', 'waiting')),
        state            text NOT NULL CHECK (state IN ('queued', 'transcoding', 'ready', 'failed')),
        percent          integer NOT NULL DEFAULT 0,
        bytes            bigint NOT NULL,
        duration_seconds float8 NOT NULL,
        width            integer NOT NULL,
        height           integer NOT NULL,
        rendition        jsonb,
        reason           text,
        trace_id         text,
        uploaded_at      timestamptz NOT NULL,
        finished_at      timestamptz
      );
      CREATE INDEX ON videos (uploaded_at DESC);`,
  },
];

const videoColumns = `(video_id, title, bytes, duration_seconds, width, height, uploaded_at, trace_id, design, state)`;

const videoValues = (upload: Upload, traceId: string | undefined): unknown[] => [
  ...[upload.videoId, upload.title, upload.bytes, upload.durationSeconds, upload.width, upload.height],
  ...[upload.uploadedAt, traceId ?? null],
];

/** Stores the video and its event in one statement: both or neither. */
export async function insertVideoWithEvent(
  queries: Queries,
  upload: Upload,
  traceId: string | undefined,
  outboxRow: readonly unknown[],
): Promise<void> {
  await queries.query(
    `WITH stored AS (
       INSERT INTO videos ${videoColumns} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queue', 'queued') RETURNING video_id)
     INSERT INTO outbox ${outboxColumns} SELECT $9, $10, $11, $12::jsonb, $13 FROM stored`,
    [...videoValues(upload, traceId), ...outboxRow],
    'insert-video-with-event',
  );
}

/** Stores a video whose upload waits for its transcoding. */
export async function insertWaitingVideo(queries: Queries, upload: Upload, traceId: string | undefined): Promise<void> {
  await queries.query(
    `INSERT INTO videos ${videoColumns} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 'transcoding')`,
    videoValues(upload, traceId),
    'insert-waiting-video',
  );
}

/** A job that was taken over starts at a lower percentage again; progress reported after the end changes nothing. */
export async function showProgress(transaction: Transaction, videoId: string, percent: number): Promise<void> {
  await transaction.query(
    `UPDATE videos SET state = 'transcoding', percent = $2 WHERE video_id = $1 AND state IN ('queued', 'transcoding')`,
    [videoId, percent],
    'show-progress',
  );
}

export async function showReady(queries: Queries, videoId: string, rendition: Rendition): Promise<void> {
  await queries.query(
    `UPDATE videos SET state = 'ready', percent = 100, rendition = $2, reason = NULL, finished_at = clock_timestamp()
     WHERE video_id = $1 AND state <> 'ready'`,
    [videoId, JSON.stringify(rendition)],
    'show-ready',
  );
}

export async function showFailed(queries: Queries, videoId: string, reason: string): Promise<void> {
  await queries.query(
    `UPDATE videos SET state = 'failed', reason = $2, finished_at = clock_timestamp()
     WHERE video_id = $1 AND state <> 'ready'`,
    [videoId, reason],
    'show-failed',
  );
}

/**
 * Uploads that were waiting for a transcoding when the site died: nobody waits any more, and nothing will finish them.
 */
export async function failAbandoned(queries: Queries): Promise<void> {
  await queries.query(
    `UPDATE videos SET state = 'failed', reason = 'the site stopped while it transcoded', finished_at = clock_timestamp()
     WHERE design = 'waiting' AND state = 'transcoding'`,
  );
}

const selectVideo = `
  SELECT video_id AS "videoId", title, design, state, percent, bytes::float8 AS bytes,
         duration_seconds AS "durationSeconds", width, height, rendition, reason, trace_id AS "traceId",
         uploaded_at AS "uploadedAt", finished_at AS "finishedAt"
  FROM videos`;

export async function findVideo(queries: Queries, videoId: string): Promise<Video | undefined> {
  return (await queries.query<Video>(`${selectVideo} WHERE video_id = $1`, [videoId], 'find-video')).rows[0];
}

export async function newestVideos(queries: Queries, limit: number): Promise<Video[]> {
  const newest = `${selectVideo} ORDER BY uploaded_at DESC LIMIT $1`;
  return (await queries.query<Video>(newest, [limit], 'newest-videos')).rows;
}

export async function knownVideos(queries: Queries, videoIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await queries.query<{ id: string }>(
    'SELECT video_id AS id FROM videos WHERE video_id = ANY($1::uuid[])',
    [videoIds],
  );
  return new Set(rows.map(({ id }) => id));
}
