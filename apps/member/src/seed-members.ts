import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { memberRegistered } from '#contracts';
import { Service } from '#service';
import { anyMember, insertMembers } from './member.table.js';

/** The members that exist from the first start: member-0001 to member-1000. */
export const seededMembers = Array.from({ length: 1_000 }, (_, n) => `member-${String(n + 1).padStart(4, '0')}`);

/** Registers the initial members once, like any member: stored and published in one transaction. */
@Injectable()
export class SeedMembers implements OnApplicationBootstrap {
  constructor(private readonly service: Service) {}

  async onApplicationBootstrap(): Promise<void> {
    const { database, messaging } = this.service;
    if (await anyMember(database)) return;
    await messaging.once('seed-members', 'first start', async ({ transaction, publish }) => {
      for (const memberId of await insertMembers(transaction, seededMembers)) publish(memberRegistered, { memberId });
    });
  }
}
