import { latestNews } from './latest-news.js';
import { withGrace } from './with-grace.js';

test('while one update is being sent, only the newest of the others is kept', async () => {
  const told: number[] = [];
  const gate = Promise.withResolvers<void>();
  const news = latestNews(async (percent: number) => {
    told.push(percent);
    await gate.promise;
  });
  for (const percent of [0, 10, 20, 30]) news.tell(percent);
  gate.resolve();
  await news.told();
  expect(told).toEqual([0, 30]);
});

test('a failed update does not end the work', async () => {
  const news = latestNews(() => Promise.reject(new Error('no database')));
  news.tell(1);
  await news.told();
  news.tell(2);
  await expect(news.told()).resolves.toBeUndefined();
});

test('the delayed signal follows the first one after the grace period, with its reason', async () => {
  const stopping = new AbortController();
  const { signal } = withGrace(stopping.signal, 10);
  stopping.abort('stop');
  expect(signal.aborted).toBe(false);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  expect(signal.reason).toBe('stop');
});

test('work that ends within the grace period is not interrupted', async () => {
  const stopping = new AbortController();
  const ended = withGrace(stopping.signal, 10);
  const other = withGrace(stopping.signal, 10);
  stopping.abort();
  ended.end();
  await new Promise((resolve) => other.signal.addEventListener('abort', resolve));
  expect(ended.signal.aborted).toBe(false);
});
