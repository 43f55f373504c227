import type { Migration, Transaction } from '#database';

export const renditionMigrations: readonly Migration[] = [
  {
    name: '101-renditions',
    // Deliberately without a unique video_id: the inbox prevents duplicates, and the auditor must be able to see one.
    sql: `
      CREATE TABLE renditions (
        rendition_id uuid PRIMARY KEY,
        video_id     uuid NOT NULL,
        bytes        bigint NOT NULL,
        transcode_ms integer NOT NULL,
        worker       text NOT NULL,
        made_at      timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX ON renditions (video_id);`,
  },
];

export interface RenditionRow {
  renditionId: string;
  videoId: string;
  bytes: number;
  transcodeMs: number;
  /** The process that made it. */
  worker: string;
}

export async function insertRendition(transaction: Transaction, row: RenditionRow): Promise<void> {
  await transaction.query(
    'INSERT INTO renditions (rendition_id, video_id, bytes, transcode_ms, worker) VALUES ($1, $2, $3, $4, $5)',
    [row.renditionId, row.videoId, row.bytes, row.transcodeMs, row.worker],
    'insert-rendition',
  );
}
