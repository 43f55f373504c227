import { listDeadLetters, openKafkaAdmin, type KafkaAdmin } from '#messaging';
import type { Driver } from '#runtime';
import type { BrokerAccess } from './fault.js';

/** The brokers of a stack. Connects for each request, since faults are rare. */
export function brokersOf(driver: Driver): BrokerAccess {
  const ask = async <T>(question: (admin: KafkaAdmin) => Promise<T>): Promise<T> => {
    const parts = (await driver.parts()).filter(({ kind }) => kind === 'broker');
    const brokers = parts.map(({ name }) => driver.address(name, 'kafka'));
    const admin = openKafkaAdmin({ brokers, clientId: 'stage' });
    try {
      return await question(admin);
    } finally {
      await admin.close();
    }
  };
  return {
    publish: (messages) => ask((admin) => admin.publish(messages)),
    deadLettersOf: (group) => ask((admin) => listDeadLetters(admin, group)),
  };
}
