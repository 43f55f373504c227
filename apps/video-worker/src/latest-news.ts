/**
 * Sends updates one at a time, and keeps only the newest while one is being sent. Failures are ignored: the final result will be sent, or
 * fail, for the same reason.
 */
export function latestNews<News>(publish: (news: News) => Promise<void>): {
  tell: (news: News) => void;
  /** Resolves when nothing is being sent any more. */
  told: () => Promise<void>;
} {
  let next: { news: News } | undefined;
  let telling: Promise<void> | undefined;
  const tellAll = async () => {
    for (let now = next; now; now = next) {
      next = undefined;
      await publish(now.news).catch(() => {});
    }
    telling = undefined;
  };
  return {
    tell: (news) => {
      next = { news };
      telling ??= tellAll();
    },
    told: () => telling ?? Promise.resolve(),
  };
}
