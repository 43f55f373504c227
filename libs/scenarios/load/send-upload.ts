import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { Answer } from './generate.js';

/** Uploads one file from disk as a multipart form. Never rejects. */
export async function sendUpload(url: string, file: string, timeoutMs: number): Promise<Answer> {
  const abort = AbortSignal.timeout(timeoutMs);
  try {
    const form = new FormData();
    form.append('video', await openAsBlob(file, { type: 'video/mp4' }), basename(file));
    const response = await fetch(url, { method: 'POST', body: form, signal: abort });
    const { videoId = null } = (await response.json()) as { videoId?: string };
    const { status } = response;
    if (status >= 500) return { ending: 'failed', status, id: null };
    if (status >= 400) return { ending: 'refused', status, id: null };
    return { ending: 'accepted', status, id: videoId };
  } catch {
    return { ending: abort.aborted ? 'timed-out' : 'unreachable', status: null, id: null };
  }
}
