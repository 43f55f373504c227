import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Where the files of videos are stored. Every name is derived from the video's id only: the client's file name never
 * gets into a path. The upload site and the workers share the folder (one disk here, a volume or an object store
 * elsewhere).
 */
export interface VideoPlaces {
  /** An upload in progress. */
  incoming(videoId: string): string;
  /** A complete, validated upload. */
  original(videoId: string): string;
  rendition(videoId: string): string;
  poster(videoId: string): string;
  /**
   * Where one attempt at a video writes: under a unique name, so that two workers that both believe they own the job
   * never write to the same file.
   */
  attempt(videoId: string, attemptId: string): { rendition: string; poster: string };
  /** Removes what earlier attempts at a video left behind. */
  removeAttempts(videoId: string): Promise<void>;
  /** Total size of all files of all videos, in bytes. */
  usedBytes(): Promise<number>;
  /** Removes every file of a video. Idempotent. */
  remove(videoId: string): Promise<void>;
  /** Removes incomplete uploads, and originals whose ids `areKnown` does not return. For the start of the site. */
  sweep(areKnown: (videoIds: string[]) => Promise<ReadonlySet<string>>): Promise<void>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Creates missing folders. */
export async function openVideoPlaces(folder: string): Promise<VideoPlaces> {
  const folders = { incoming: '', originals: '', renditions: '', posters: '', attempts: '' };
  for (const name of Object.keys(folders) as (keyof typeof folders)[]) {
    folders[name] = join(folder, name);
    await mkdir(folders[name], { recursive: true });
  }
  const place = (kind: keyof typeof folders, videoId: string, rest = '') => {
    if (!uuid.test(videoId)) throw new Error('a video id is not a uuid: it cannot name a file');
    return join(folders[kind], videoId + rest);
  };
  const removeAttempts = async (videoId: string) => {
    const names = await readdir(folders.attempts);
    const left = names.filter((name) => name.startsWith(`${videoId}.`));
    await Promise.all(left.map((name) => rm(join(folders.attempts, name), { force: true })));
  };
  const places: VideoPlaces = {
    incoming: (videoId) => place('incoming', videoId),
    original: (videoId) => place('originals', videoId),
    rendition: (videoId) => place('renditions', videoId, '.mp4'),
    poster: (videoId) => place('posters', videoId, '.jpg'),
    attempt: (videoId, attemptId) => ({
      rendition: place('attempts', videoId, `.${attemptId}.mp4`),
      poster: place('attempts', videoId, `.${attemptId}.jpg`),
    }),
    removeAttempts,
    async usedBytes() {
      const inFolders = await Promise.all(Object.values(folders).map(bytesIn));
      return inFolders.reduce((sum, bytes) => sum + bytes, 0);
    },
    async remove(videoId) {
      const files = [places.incoming(videoId), places.original(videoId), places.rendition(videoId)];
      await Promise.all([...files, places.poster(videoId)].map((file) => rm(file, { force: true })));
      await removeAttempts(videoId);
    },
    async sweep(areKnown) {
      const cut = await readdir(folders.incoming);
      await Promise.all(cut.map((name) => rm(join(folders.incoming, name), { force: true })));
      const originals = await readdir(folders.originals);
      const known = await areKnown(originals.filter((name) => uuid.test(name)));
      const orphans = originals.filter((name) => !known.has(name));
      await Promise.all(orphans.map((name) => rm(join(folders.originals, name), { force: true })));
    },
  };
  return places;
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  // A file removed in the meantime takes no space.
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
