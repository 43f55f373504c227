export interface RoomOptions {
  /** Bytes of all files of all videos, measured for each upload. */
  usedBytes: () => Promise<number>;
  /** The limit for all files together. */
  mostBytes: number;
  /** The limit for one upload, assumed if its length is not declared. */
  limitBytes: number;
  /** The limit of uploads being received or validated. */
  mostUploads: number;
}

export type Entry = { kind: 'in'; leave: () => void } | { kind: 'busy' } | { kind: 'full' };

/**
 * Admits concurrent uploads while there is space. Space reserved for uploads in progress counts as used, so that
 * concurrent uploads cannot fill the disk together.
 */
export class UploadRoom {
  private readonly promised = new Set<{ bytes: number }>();

  constructor(private readonly options: RoomOptions) {}

  /** @param declaredBytes the request's content-length; undefined if absent */
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
