import { Guard } from './guard.js';

const guard = new Guard(['order', 'Stage.example']);
const asked = (method: string, headers: Record<string, string>, localAddress = '127.0.0.1') =>
  guard.refusalOf({ method, headers, localAddress })?.status;

describe('the guard', () => {
  it.each([
    ['localhost'],
    ['localhost:17001'],
    ['LOCALHOST:17001'],
    ['127.0.0.1:17001'],
    ['127.9.8.7'],
    ['[::1]'],
    ['[::1]:17001'],
    ['order:3000'],
    ['stage.example'],
  ])('answers a request to %s', (host) => {
    expect(asked('GET', { host })).toBeUndefined();
    expect(asked('POST', { host })).toBeUndefined();
  });

  it.each([
    ['evil.example'],
    ['evil.example:17001'],
    ['localhost.evil.example'],
    ['127.0.0.1.evil.example:17001'],
    ['127.0.0.1@evil.example'],
    ['evil.example#localhost'],
    ['localhost:17001:1'],
    ['localhost:port'],
    ['127.0.0.1, evil.example'],
    ['0.0.0.0:17001'],
    ['[::]:17001'],
    ['10.0.0.1'],
    ['member:3000'],
    [' '],
    [''],
  ])('refuses a request to "%s" with 421, reads too', (host) => {
    expect(asked('GET', { host })).toBe(421);
    expect(asked('PUT', { host })).toBe(421);
  });

  it('refuses a request without a host', () => {
    expect(asked('GET', {})).toBe(421);
  });

  it('answers at the address it was reached by, which Prometheus uses between containers', () => {
    expect(asked('GET', { host: '172.18.0.5:3000' }, '172.18.0.5')).toBeUndefined();
    expect(asked('GET', { host: '172.18.0.5:3000' }, '::ffff:172.18.0.5')).toBeUndefined();
    expect(asked('GET', { host: '172.18.0.6:3000' }, '172.18.0.5')).toBe(421);
  });

  const host = '127.0.0.1:17010';
  it.each([
    ['a form of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:8080' }],
    ['a header nobody knows', { 'sec-fetch-site': 'elsewhere' }],
    ['an older browser', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['the same name at another port', { origin: 'http://127.0.0.1:17011' }],
    ['the same name by another scheme', { origin: 'https://127.0.0.1:17010' }],
    ['a name with the same beginning', { origin: 'http://127.0.0.1:17010.evil.example' }],
  ])('refuses writes from %s with 403, and answers reads', (_, headers) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'QUERY'])
      expect(asked(method, { host, ...headers })).toBe(403);
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(asked(method, { host, ...headers })).toBeUndefined();
  });

  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:17010' }],
    ['our own page in an older browser', { origin: 'http://127.0.0.1:17010' }],
    ['a person at the address bar', { 'sec-fetch-site': 'none' }],
    ['a program', {}],
  ])('lets %s write', (_, headers) => {
    expect(asked('POST', { host, ...headers })).toBeUndefined();
  });
});
