import type { Media, Rendition } from '#video';

/** queue: the upload is answered once it is stored. waiting: once it is transcoded. */
export type Design = 'queue' | 'waiting';

export type State = 'queued' | 'transcoding' | 'ready' | 'failed';

/** A complete, validated upload. */
export interface Upload extends Media {
  videoId: string;
  /** Derived from the client's file name: only for display. */
  title: string;
  bytes: number;
  uploadedAt: Date;
}

export interface Video extends Upload {
  design: Design;
  state: State;
  percent: number;
  /** null until it is ready. */
  rendition: Rendition | null;
  /** Why it failed; null unless it did. */
  reason: string | null;
  traceId: string | null;
  finishedAt: Date | null;
}

const longestTitle = 120;

/** A file name as a title: its last part, without anything that could affect a terminal or a page. */
export function titleOf(fileName: string | undefined): string {
  const last = (fileName ?? '').split(/[/\\]/).at(-1) ?? '';
  const printable = last.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '').trim();
  return [...printable].slice(0, longestTitle).join('') || 'untitled';
}
