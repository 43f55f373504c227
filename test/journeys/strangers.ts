import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import type { JourneyStage } from './stage.js';

const ownPage = { 'sec-fetch-site': 'same-origin' };
const otherPages: [string, Record<string, string>][] = [
  ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['at another port of this machine', { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' }],
  ['in an older browser', { origin: 'https://evil.example' }],
];

/** What a page in the same browser can send: a form or an empty POST needs no permission. */
const uploadForm = {
  'content-type': 'multipart/form-data; boundary=page',
  body: '--page\r\ncontent-disposition: form-data; name="video"; filename="a.mp4"\r\ncontent-type: video/mp4\r\n\r\nbytes\r\n--page--\r\n',
};

export function strangers(on: () => JourneyStage): void {
  describe('a page in the same browser', () => {
    it('whose name was rebound to this machine is refused by all of our listeners, even for reads', async () => {
      const { driver } = on();
      const services = (await driver.parts()).filter(({ kind }) => kind === 'service').map(({ name }) => name);
      expect(services.length).toBeGreaterThan(10);
      const rush = `http://${driver.address('shop', 'rush')}`;
      const control = on().state().supervisor.control ?? '';
      const origins = [...services.map((name) => driver.address(name)), rush, control];
      for (const origin of origins) {
        for (const path of ['/metrics', '/faults', '/parts', '/no-such-path']) {
          const answer = await ask(origin, path, 'GET', { host: `evil.example:${new URL(origin).port}` });
          expect({ origin, path, ...answer }).toMatchObject({ status: 421, type: /^application\/problem\+json/ });
          expect(answer.allowed).toBeUndefined();
        }
      }
    });

    it.each(otherPages)('%s cannot inject a fault, reset a view or reach ffmpeg', async (_, headers) => {
      const { driver } = on();
      const order = await on().placeOrder();
      await on().settled([{ orderId: order.orderId, scheduledAt: Date.now() }]);
      const fault = { body: '{"http":{"failShare":1}}', 'content-type': 'application/json' };
      const writes: [string, string, string, Record<string, string>, string?][] = [
        ['order-view', '/rebuild', 'POST', {}],
        ['video', '/videos', 'POST', { 'content-type': uploadForm['content-type'] }, uploadForm.body],
        ['video', '/waiting/videos', 'POST', { 'content-type': uploadForm['content-type'] }, uploadForm.body],
        ['order', '/faults', 'PUT', { 'content-type': fault['content-type'] }, fault.body],
        ['order', '/no-such-path', 'DELETE', {}],
      ];
      for (const [part, path, method, more, body] of writes) {
        const answer = await ask(driver.address(part), path, method, { ...headers, ...more }, body);
        expect({ part, path, ...answer }).toMatchObject({ status: 403, type: /^application\/problem\+json/ });
      }
      expect(await (await on().request('order', '/faults')).json()).toEqual({});
      expect(await (await on().request('order-view', '/rebuild')).json()).toMatchObject({ state: 'idle' });
      expect((await on().request('order-view', `/orders/${order.orderId}/timeline`)).status).toBe(200);
      expect(await readdir(join(on().state().dataFolders['videos'] ?? '', 'incoming'))).toEqual([]);
    });

    it('from our own origin may write', async () => {
      const { status } = await ask(
        on().driver.address('order'),
        '/faults',
        'PUT',
        { ...ownPage, 'content-type': 'application/json' },
        '{}',
      );
      expect(status).toBe(200);
    });

    it.each(['prometheus', 'zipkin'])('of another origin may not read the answers of %s', async (part) => {
      const path = part === 'zipkin' ? '/api/v2/services' : '/api/v1/query?query=up';
      const headers = { origin: 'https://evil.example' };
      expect(await ask(on().driver.address(part), path, 'GET', headers)).toMatchObject({
        status: 200,
        allowed: undefined,
      });
    });
  });
}

async function ask(origin: string, path: string, method: string, headers: Record<string, string>, body?: string) {
  const answer = await request(`${origin}${path}`, { method: method as 'GET', headers, body });
  await answer.body.dump();
  return {
    status: answer.statusCode,
    type: String(answer.headers['content-type']),
    allowed: answer.headers['access-control-allow-origin'],
  };
}
