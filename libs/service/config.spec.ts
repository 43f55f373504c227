import { readConfig } from './config.js';

test('omitted settings have safe defaults', () => {
  const config = readConfig('order', { PORT: '17001' });
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 17_001,
    faultSwitch: false,
    kafkaBrokers: [],
    allowedHosts: [],
  });
});

test('other parts are found by name', () => {
  expect(readConfig('order', { PORT: '1', ORDER_VIEW_URL: 'http://127.0.0.1:17005' }).url('order-view')).toBe(
    'http://127.0.0.1:17005',
  );
});

test.each([
  [{}, /PORT is not set/],
  [{ PORT: 'http' }, /PORT is "http": give a port number from 0 to 65535/],
  [{ PORT: '70000' }, /PORT is "70000"/],
  [{ PORT: '1', EVENTSTAGE_FAULT_SWITCH: 'yes' }, /EVENTSTAGE_FAULT_SWITCH is "yes": give on or off/],
])('%j cannot start a service', (env, reason) => {
  expect(() => readConfig('order', env)).toThrow(reason);
});

test('a missing address is reported by name when it is needed', () => {
  expect(() => readConfig('order', { PORT: '1' }).url('review')).toThrow(/order cannot start: REVIEW_URL is not set/);
});
