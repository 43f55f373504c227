import { ServerSilent, Silence } from './silence.js';

const timeOut = () => Promise.reject(new Error('Query read timeout'));
const refused = () => Promise.reject(Object.assign(new Error('duplicate key'), { code: '23505' }));

describe('a server that timed out', () => {
  let silence: Silence;
  beforeEach(async () => {
    silence = new Silence();
    await expect(silence.watch(timeOut)).rejects.toThrow('Query read timeout');
  });

  it('is probed by one query at a time, and all others are refused at once', async () => {
    const asked = Promise.withResolvers<string>();
    const first = silence.watch(() => asked.promise);
    await expect(silence.watch(async () => 'never run')).rejects.toThrow(ServerSilent);
    asked.resolve('here I am');
    expect(await first).toBe('here I am');
    expect(await silence.watch(async () => 'served')).toBe('served');
  });

  it('is probed again by the next query if the probe timed out too', async () => {
    await expect(silence.watch(timeOut)).rejects.toThrow('Query read timeout');
    expect(await silence.watch(async () => 'served')).toBe('served');
  });

  it('counts as responding if it rejects a statement', async () => {
    await expect(silence.watch(refused)).rejects.toThrow('duplicate key');
    const together = [silence.watch(async () => 1), silence.watch(async () => 2)];
    expect(await Promise.all(together)).toEqual([1, 2]);
  });
});

it('lets every query through while the server responds, or while only connections are short', async () => {
  const silence = new Silence();
  const busy = () => Promise.reject(new Error('timeout exceeded when trying to connect'));
  await expect(silence.watch(busy)).rejects.toThrow('timeout exceeded');
  const together = [silence.watch(async () => 1), silence.watch(async () => 2)];
  expect(await Promise.all(together)).toEqual([1, 2]);
});
