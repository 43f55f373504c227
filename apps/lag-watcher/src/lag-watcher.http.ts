import { Controller, Get } from '@nestjs/common';
import { groupsPath, type GroupLag } from '#contracts';
import { Problem } from '#service';
import { Watcher } from './watcher.js';

@Controller()
export class LagWatcherHttp {
  constructor(private readonly watcher: Watcher) {}

  /** Every group with its partitions, as seen within the last 5 seconds. */
  @Get(groupsPath)
  groups(): readonly GroupLag[] {
    const groups = this.watcher.groups();
    if (!groups) throw new Problem(503, 'The brokers have not responded for 5 seconds, so the lag is unknown.');
    return groups;
  }
}
