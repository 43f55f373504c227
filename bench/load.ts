import autocannon from 'autocannon';

const body = JSON.stringify({
  memberId: 'member-0001',
  items: [
    { sku: 'americano', quantity: 2, priceWon: 4_500 },
    { sku: 'cake', quantity: 1, priceWon: 7_000 },
  ],
});

/**
 * Sends orders as fast as they are answered, for `seconds`. The generator is this process; the server is another.
 * @returns answers per second
 * @throws if any answer is not a success: a fast refusal is no throughput
 */
export async function ordersPerSecond(url: string, seconds: number, connections = 64): Promise<number> {
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    connections,
    duration: seconds,
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were no success, ${result.errors} requests failed`);
  }
  return result['2xx'] / result.duration;
}
