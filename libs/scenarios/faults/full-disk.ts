import { NotPossible } from '#runtime';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { request } from 'undici';
import type { Fault, FaultScope } from './fault.js';

/** More than any limit of the upload site (VIDEO_DISK_MB). The file is sparse: it takes no space. */
const fillerBytes = 2 ** 40;

/** In a folder that the site counts but does not clean at startup. */
function fillerIn({ dataFolder }: FaultScope): string | undefined {
  const folder = dataFolder('videos');
  return folder && join(folder, 'renditions', 'full-disk');
}

const boundary = 'full-disk';
const oneByte = `--${boundary}\r\ncontent-disposition: form-data; name="video"; filename="x"\r\ncontent-type: video/mp4\r\n\r\nx\r\n--${boundary}--\r\n`;

/**
 * A full disk would need a separate file system, and therefore root. But the upload site limits its storage by file
 * sizes: a sparse file fills it for the site, and for nothing else on this machine.
 */
export const fullDisk: Fault = {
  name: 'full-disk',
  describes: 'fills the upload folder of the service video up to its limit: there is no room for another upload',
  kinds: ['service'],
  parts: ['video'],
  evidence: {
    says: 'an upload of one byte is refused with 507 Insufficient Storage',
    look: async ({ driver }, { name }) => {
      const { statusCode, body } = await request(`${driver.address(name)}/videos`, {
        ...{ method: 'POST', body: oneByte, signal: AbortSignal.timeout(2_000) },
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      });
      await body.dump();
      return statusCode === 507 ? 'an upload is refused with 507' : null;
    },
  },
  apply: async (scope) => {
    const file = fillerIn(scope);
    if (!file)
      throw new NotPossible(
        "'full-disk' needs a native stack: in containers the upload folder is a volume of the engine.",
      );
    await mkdir(dirname(file), { recursive: true });
    const filler = await open(file, 'w');
    try {
      await filler.truncate(fillerBytes);
    } finally {
      await filler.close();
    }
  },
  undo: async (scope) => {
    const file = fillerIn(scope);
    if (file) await rm(file, { force: true });
  },
};
