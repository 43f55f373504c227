import { useEffect, useState } from 'react';
import { askBoard, Away, type BoardData } from './ask.js';
import type { BoardJson, Choices } from './board-json.js';

export interface Watched {
  /** Of this board; kept while nothing new comes. */
  data: BoardData | undefined;
  away: Away['who'] | undefined;
}

const everyMs = 1_000;
const giveUpMs = 20_000;

/** Asks once a second or less often, one question at a time, for as long as the page is looked at. */
export function useBoardData(board: BoardJson, choices: Choices): Watched {
  const [watched, setWatched] = useState<Watched & { of?: string }>({ data: undefined, away: undefined });
  const key = JSON.stringify([board.uid, choices]);

  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;

    const ask = async (): Promise<void> => {
      const askedAt = Date.now();
      if (!document.hidden) {
        try {
          const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(giveUpMs)]);
          const data = await askBoard(board, choices, askedAt / 1_000, signal);
          setWatched({ data, away: undefined, of: key });
        } catch (error) {
          if (leaving.signal.aborted) return;
          const who = error instanceof Away ? error.who : 'room';
          setWatched((before) => ({ data: before.of === key ? before.data : undefined, away: who, of: key }));
        }
      }
      // On a machine that is busy the page asks less often: it must not be what keeps it busy.
      const tookMs = Date.now() - askedAt;
      if (!leaving.signal.aborted) timer = setTimeout(() => void ask(), Math.max(everyMs - tookMs, tookMs));
    };
    void ask();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
    // The key says all there is to say about board and choices.
  }, [key]);

  return watched.of === key ? watched : { data: undefined, away: watched.away };
}
