import { announcementPaths, type RestartsAnnouncement } from '#contracts';
import type { PartState } from './state.js';

const patienceMs = 1_000;

/**
 * Tells the control room how often each part was started again, so that every board can show it. Said again only when
 * there is something new, or when the control room itself is a new process and has forgotten. Best effort: nothing rejects.
 */
export class RestartsAnnouncer {
  private told = '';

  async look(parts: readonly PartState[]): Promise<void> {
    const room = parts.find(({ name }) => name === 'control-room');
    if (room?.health !== 'up' || !room.address) return;
    const announcement: RestartsAnnouncement = {
      parts: parts.map(({ name, restarts }) => ({ part: name, restarts })),
    };
    const body = JSON.stringify(announcement);
    const news = `${room.startMark} ${body}`;
    if (news === this.told) return;
    try {
      const response = await fetch(room.address + announcementPaths.restarts, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(patienceMs),
      });
      await response.body?.cancel();
      if (response.ok) this.told = news;
    } catch {
      // It is said at the next look.
    }
  }
}
