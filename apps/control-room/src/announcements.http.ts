import { Body, Controller, HttpCode, Put } from '@nestjs/common';
import { checkedBy } from '#service';
import { metrics } from '#telemetry';
import { Announcements, FaultsAnnouncement, RecoveryAnnouncement, ScenarioAnnouncement } from './announcements.js';

/** Where the stage says what it is doing to the stack. Each PUT replaces what was said before and may be repeated. */
@Controller('api/announcements')
export class AnnouncementsHttp {
  constructor(private readonly announcements: Announcements) {}

  @Put('faults')
  @HttpCode(204)
  faults(@Body(checkedBy(FaultsAnnouncement)) announced: FaultsAnnouncement): void {
    for (const { labels, value } of this.announcements.announceFaults(announced)) {
      metrics.faultActive.set({ ...labels }, value);
    }
  }

  @Put('scenario')
  @HttpCode(204)
  scenario(@Body(checkedBy(ScenarioAnnouncement)) announced: ScenarioAnnouncement): void {
    for (const { labels, value } of this.announcements.announceScenario(announced)) {
      if (value === null) metrics.scenarioPhase.remove({ ...labels });
      else metrics.scenarioPhase.set({ ...labels }, value);
    }
  }

  @Put('recovery')
  @HttpCode(204)
  recovery(@Body(checkedBy(RecoveryAnnouncement)) announced: RecoveryAnnouncement): void {
    for (const { labels, value } of this.announcements.announceRecovery(announced)) {
      if (value === null) metrics.recoverySeconds.remove({ ...labels });
      else metrics.recoverySeconds.set({ ...labels }, value);
    }
  }
}
