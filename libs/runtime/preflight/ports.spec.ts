import { createServer, type AddressInfo } from 'node:net';
import { holderOf, isFree, listeningInodes } from './ports.js';

const procNetTcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:4268 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11111 1 0000000000000000
   1: 0100007F:4268 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 22222 1 0000000000000000
   2: 0100007F:4269 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 33333 1 0000000000000000
`;

describe('a port', () => {
  it('is found in the kernel table by its listener, not by its connections', () => {
    expect(listeningInodes(procNetTcp, 17_000)).toEqual(['11111']);
    expect(listeningInodes(procNetTcp, 17_002)).toEqual([]);
  });

  it('in use is reported with its process', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await isFree(port)).toBe(false);
      expect(await holderOf(port)).toMatchObject({ pid: process.pid });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await isFree(port)).toBe(true);
    expect(await holderOf(port)).toBeUndefined();
  });
});
