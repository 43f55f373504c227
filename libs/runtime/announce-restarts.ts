import { announcementPaths, type RestartsAnnouncement } from '#contracts';
import type { PartState } from './state.js';

const patienceMs = 1_000;

/**
 * Reports restart counts to the control room, so that every board can show them. Sent again only if something changed or the control
 * room itself was restarted. Best effort: never rejects.
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
      // It is sent with the next round.
    }
  }
}
