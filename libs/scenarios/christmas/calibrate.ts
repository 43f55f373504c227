import { Pool } from 'undici';
import { gifticonPress, pressPaths, type PressKind } from '../load/gifticons.js';
import { startLoad } from '../load/run-load.js';
import type { Stage } from '../perform.js';
import type { LoadStream } from '../scenario.js';
import { crowdPlan } from './crowd.js';
import { openGiveaway, rushOrigin } from './giveaway.js';

const clients = 256;
/** So much of what clients that take turns with the server brought about is where a crowd begins, and what is added each second. */
const begins = 0.5;
const grows = 0.1;
const growsForSeconds = 16;
/** So much of what the first crowd came to is where the second begins. */
const beginsAgain = 0.8;
/** Too much is a crowd of which a tenth goes without an answer. */
const keptUp = 0.9;
/** A single second may have got what the one before was late with. */
const secondsInARow = 2;

/** How long a design is pressed before it is measured, and how long it is measured. */
export interface Exercise {
  warmUpSeconds: number;
  measuredSeconds: number;
}

/**
 * How many presses a second a design answers on this machine at its best, of a crowd that does not wait: it grows second by
 * second, with the clients of the rush, until it is too much. Clients that take turns with the server find up to half as much
 * again, or less where answers take long. One hiccup of the machine ends a crowd before its time, so a second one tries again.
 */
export async function capacityOf(
  stage: Stage,
  load: LoadStream,
  exercise: Exercise,
  providerLatencyMs: number,
): Promise<number> {
  const inTurns = await pressAtFull(stage, load.requests as PressKind, exercise, providerLatencyMs);
  const bestFrom = async (ratePerSecond: number): Promise<number> => {
    const sku = await openExercise(stage, providerLatencyMs);
    return growingCrowd(stage, load, sku, (second) => ratePerSecond + second * inTurns * grows);
  };
  const first = await bestFrom(inTurns * begins);
  return Math.max(first, await bestFrom(first * beginsAgain));
}

/** @returns the most presses a second that a growing crowd got answered */
async function growingCrowd(
  stage: Stage,
  load: LoadStream,
  sku: string,
  rateAt: (second: number) => number,
): Promise<number> {
  const segments = Array.from({ length: growsForSeconds }, (_, second) => {
    return { seconds: 1, ratePerSecond: Math.max(1, rateAt(second)) };
  });
  const answered: number[] = [];
  let behind = 0;
  const crowd = await startLoad(crowdPlan(stage, load, { seed: 0, sku, segments, outcomesFile: null }), (row) => {
    // After the last presses come only the answers that were late.
    if (behind === secondsInARow) return;
    const offered = segments[row.second]?.ratePerSecond ?? 0;
    // What a second answers beyond what came in it, an earlier one was late with.
    answered.push(Math.min(row.accepted, offered));
    behind = row.accepted < offered * keptUp ? behind + 1 : 0;
    if (behind === secondsInARow) crowd.stop();
  });
  const giveUp = () => crowd.stop();
  stage.stopping.addEventListener('abort', giveUp, { once: true });
  await crowd.finished;
  stage.stopping.removeEventListener('abort', giveUp);
  stage.stopping.throwIfAborted();
  return bestInARow(answered);
}

/** The highest mean of neighbours. */
export function bestInARow(perSecond: readonly number[]): number {
  const means = perSecond.slice(secondsInARow - 1).map((_, n) => {
    return perSecond.slice(n, n + secondsInARow).reduce((sum, count) => sum + count, 0) / secondsInARow;
  });
  return Math.max(0, ...means);
}

/** A give-away of its own, with more than can be issued meanwhile. @returns what is given away */
async function openExercise(
  { driver, stopping }: Pick<Stage, 'driver' | 'stopping'>,
  providerLatencyMs: number,
): Promise<string> {
  const sku = `exercise-${Date.now().toString(36)}`;
  await openGiveaway(driver, sku, { vouchers: 1_000_000, members: 1_000_000, providerLatencyMs }, stopping);
  return sku;
}

/** How many presses a second so many clients get answered, each pressing again as soon as it is: it warms a design, too. */
export async function pressAtFull(
  { driver, stopping }: Pick<Stage, 'driver' | 'stopping'>,
  kind: PressKind,
  { warmUpSeconds, measuredSeconds }: Exercise,
  providerLatencyMs: number,
): Promise<number> {
  const sku = await openExercise({ driver, stopping }, providerLatencyMs);
  const pool = new Pool(rushOrigin(driver), { connections: clients, pipelining: 1 });
  const from = performance.now() + warmUpSeconds * 1000;
  const to = from + measuredSeconds * 1000;
  let presses = 0;
  let answered = 0;
  const client = async () => {
    while (performance.now() < to) {
      const { body, ...press } = gifticonPress(pressPaths[kind], presses++, { sku, seed: 0 });
      const answer = await pool.request({
        ...press,
        headers: { ...press.headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await answer.body.dump();
      const now = performance.now();
      if (answer.statusCode < 300 && now >= from && now < to) answered += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
  } finally {
    await pool.close();
  }
  return answered / measuredSeconds;
}
