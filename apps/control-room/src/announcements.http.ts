import { Body, Controller, HttpCode, Put } from '@nestjs/common';
import { checkedBy } from '#service';
import { metrics } from '#telemetry';
import {
  Announcements,
  FaultsAnnouncement,
  RecoveryAnnouncement,
  RestartsAnnouncement,
  ScenarioAnnouncement,
  type Sample,
} from './announcements.js';

/** Where the stage says what it is doing to the stack. Each PUT replaces what was said before and may be repeated. */
@Controller('api/announcements')
export class AnnouncementsHttp {
  constructor(private readonly announcements: Announcements) {}

  @Put('faults')
  @HttpCode(204)
  faults(@Body(checkedBy(FaultsAnnouncement)) announced: FaultsAnnouncement): void {
    show(metrics.faultActive, this.announcements.announceFaults(announced));
  }

  @Put('scenario')
  @HttpCode(204)
  scenario(@Body(checkedBy(ScenarioAnnouncement)) announced: ScenarioAnnouncement): void {
    show(metrics.scenarioPhase, this.announcements.announceScenario(announced));
  }

  @Put('recovery')
  @HttpCode(204)
  recovery(@Body(checkedBy(RecoveryAnnouncement)) announced: RecoveryAnnouncement): void {
    show(metrics.recoverySeconds, this.announcements.announceRecovery(announced));
  }

  /** By whoever watches the parts: the supervisor, or `stage up` over containers. */
  @Put('restarts')
  @HttpCode(204)
  restarts(@Body(checkedBy(RestartsAnnouncement)) announced: RestartsAnnouncement): void {
    for (const { labels, value } of this.announcements.announceRestarts(announced))
      metrics.partRestarts.add(labels, value);
  }
}

/** A sample without a value takes its series away. */
function show<Labels extends object>(
  gauge: { set(labels: Labels, value: number): void; remove(labels: Labels): void },
  samples: readonly Sample<Labels, number | null>[],
): void {
  for (const { labels, value } of samples) {
    if (value === null) gauge.remove(labels);
    else gauge.set(labels, value);
  }
}
