import { deadLetterTopic, videoUploaded } from '#contracts';
import { openKafkaAdmin } from '#messaging';
import type { Driver } from '#runtime';
import { openAsAuditor } from './open-as-auditor.js';

/** A video as the upload site shows it. */
export interface FoundVideo {
  videoId: string;
  state: string;
  reason: string | null;
  /** Milliseconds since 1970; null until it is ready or failed. */
  finishedAt: number | null;
}

/** The contents of databases and topics, read by an auditor that shares no code with the services. */
export interface FoundVideos {
  videos: FoundVideo[];
  /** Each rendition the workers made, with its video and the process that made it. */
  renditions: { videoId: string; worker: string }[];
  /** Videos that the workers gave up on. */
  deadLetters: ReadonlySet<string>;
}

/** @param since only videos uploaded from then on, milliseconds since 1970 */
export async function readVideos(driver: Driver, since: number): Promise<FoundVideos> {
  const [site, worker] = [await openAsAuditor(driver, 'video'), await openAsAuditor(driver, 'video_worker')];
  try {
    const { rows: videos } = await site.query<FoundVideo>(
      `SELECT video_id::text AS "videoId", state, reason,
              (extract(epoch FROM finished_at) * 1000)::float8 AS "finishedAt"
       FROM videos WHERE uploaded_at >= to_timestamp($1::float8 / 1000)`,
      [since],
    );
    const { rows: renditions } = await worker.query<{ videoId: string; worker: string }>(
      'SELECT video_id::text AS "videoId", worker FROM renditions WHERE video_id = ANY($1::uuid[])',
      [videos.map(({ videoId }) => videoId)],
    );
    return { videos, renditions, deadLetters: await givenUp(driver) };
  } finally {
    await Promise.all([site.close(), worker.close()]);
  }
}

/** The number of unfinished videos among those uploaded since. */
export async function countUnfinished(driver: Driver, since: number): Promise<number> {
  const site = await openAsAuditor(driver, 'video');
  try {
    const { rows } = await site.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM videos
       WHERE uploaded_at >= to_timestamp($1::float8 / 1000) AND state IN ('queued', 'transcoding')`,
      [since],
    );
    return rows[0]?.count ?? 0;
  } finally {
    await site.close();
  }
}

async function givenUp(driver: Driver): Promise<Set<string>> {
  const brokers = (await driver.parts())
    .filter(({ kind }) => kind === 'broker')
    .map(({ name }) => driver.address(name, 'kafka'));
  const admin = openKafkaAdmin({ brokers, clientId: 'video-auditor' });
  const keys = new Set<string>();
  try {
    for await (const { key, headers } of admin.readTopic(deadLetterTopic('video-worker'))) {
      if (key !== null && headers['dl_topic'] === videoUploaded.type) keys.add(key);
    }
    return keys;
  } finally {
    await admin.close();
  }
}
