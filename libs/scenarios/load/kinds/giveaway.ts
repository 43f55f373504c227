import { waitFor, type Driver } from '#runtime';
import { request } from 'undici';

export interface GiveawayTerms {
  vouchers: number;
  members: number;
  providerLatencyMs: number;
  /** Default: as many as the issuing server can handle. */
  vouchersPerSecond?: number;
}

const openLimitMs = 30_000;

/** Opens a give-away at the shop, and waits until the issuing server has the vouchers too. */
export async function openGiveaway(
  driver: Driver,
  sku: string,
  terms: GiveawayTerms,
  stopping: AbortSignal,
): Promise<void> {
  const url = `${driver.address('shop')}/giveaways/${sku}`;
  const answer = await request(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(terms),
  });
  if (answer.statusCode !== 200) throw new Error(`the give-away was not opened: ${await answer.body.text()}`);
  await answer.body.dump();
  const what = 'the issuing server to have the vouchers';
  await waitFor({ what, limitMs: openLimitMs, everyMs: 100, signal: stopping }, async () => {
    const known = await request(url);
    return ((await known.body.json()) as { stocked: boolean }).stocked;
  });
}
