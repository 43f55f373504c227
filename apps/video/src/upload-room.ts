export interface RoomOptions {
  /** Bytes of all files of all videos, asked anew for each upload. */
  usedBytes: () => Promise<number>;
  /** Of all files together. */
  mostBytes: number;
  /** Of one upload whose length was not declared. */
  limitBytes: number;
  /** Uploads that come in or are looked at, together. */
  mostUploads: number;
}

export type Entry = { kind: 'in'; leave: () => void } | { kind: 'busy' } | { kind: 'full' };

/**
 * Lets in as many uploads at once as there is room for. What has been promised to those who are still sending counts as taken, so
 * that many who come together cannot fill the disk together.
 */
export class UploadRoom {
  private readonly promised = new Set<{ bytes: number }>();

  constructor(private readonly options: RoomOptions) {}

  /** @param declaredBytes the request's content-length; undefined when it does not say */
  async enter(declaredBytes: number | undefined): Promise<Entry> {
    const { usedBytes, mostBytes, limitBytes, mostUploads } = this.options;
    if (this.promised.size >= mostUploads) return { kind: 'busy' };
    const promise = { bytes: Math.min(declaredBytes ?? limitBytes, limitBytes) };
    const leave = () => void this.promised.delete(promise);
    this.promised.add(promise);
    try {
      const used = await usedBytes();
      const promised = [...this.promised].reduce((sum, { bytes }) => sum + bytes, 0);
      if (used + promised <= mostBytes) return { kind: 'in', leave };
    } catch (error) {
      leave();
      throw error;
    }
    leave();
    return { kind: 'full' };
  }
}
