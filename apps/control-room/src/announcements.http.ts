import { Body, Controller, HttpCode, Put } from '@nestjs/common';
import {
  announcementPaths,
  FaultsAnnouncement,
  RecoveryAnnouncement,
  RestartsAnnouncement,
  ScenarioAnnouncement,
} from '#contracts';
import { checkedBy } from '#service';
import { metrics } from '#telemetry';
import { Announcements, type Sample } from './announcements.js';

/** Where the stage announces what it is doing to the stack. Each PUT replaces the previous one and is idempotent. */
@Controller()
export class AnnouncementsHttp {
  constructor(private readonly announcements: Announcements) {}

  @Put(announcementPaths.faults)
  @HttpCode(204)
  faults(@Body(checkedBy(FaultsAnnouncement)) announced: FaultsAnnouncement): void {
    show(metrics.faultActive, this.announcements.announceFaults(announced));
  }

  @Put(announcementPaths.scenario)
  @HttpCode(204)
  scenario(@Body(checkedBy(ScenarioAnnouncement)) announced: ScenarioAnnouncement): void {
    show(metrics.scenarioPhase, this.announcements.announceScenario(announced));
  }

  @Put(announcementPaths.recovery)
  @HttpCode(204)
  recovery(@Body(checkedBy(RecoveryAnnouncement)) announced: RecoveryAnnouncement): void {
    show(metrics.recoverySeconds, this.announcements.announceRecovery(announced));
  }

  /** Sent by the supervisor, or by `stage up` for containers. */
  @Put(announcementPaths.restarts)
  @HttpCode(204)
  restarts(@Body(checkedBy(RestartsAnnouncement)) announced: RestartsAnnouncement): void {
    for (const { labels, value } of this.announcements.announceRestarts(announced))
      metrics.partRestarts.add(labels, value);
  }
}

/** A sample without a value removes its series. */
function show<Labels extends object>(
  gauge: { set(labels: Labels, value: number): void; remove(labels: Labels): void },
  samples: readonly Sample<Labels, number | null>[],
): void {
  for (const { labels, value } of samples) {
    if (value === null) gauge.remove(labels);
    else gauge.set(labels, value);
  }
}
