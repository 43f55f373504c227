/**
 * Tells one thing after another, and while one is being told only the newest of what comes is kept. Telling that fails is
 * let pass: it is news of work whose end will be told, or fail, for the same reason.
 */
export function latestNews<News>(publish: (news: News) => Promise<void>): {
  tell: (news: News) => void;
  /** Resolves when nothing is being told any more. */
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
