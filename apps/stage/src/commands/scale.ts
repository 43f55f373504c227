import { openFaults } from '#scenarios';
import type { Register } from '../context.js';

/** Scales a service, to share the work of its queue. */
export const register: Register = (program, context) => {
  program
    .command('scale')
    .argument('<part>', 'a service, such as video-worker or gifticon')
    .argument('<instances>', 'number of instances, 1 to 8')
    .description('run several instances of a service, which share its queue: at most one per partition is busy')
    .action(
      context.action(async (part: string, instances: string) => {
        const driver = await context.connect();
        await driver.scale(part, Number(instances));
        // A new instance has the faults of its service, such as slow.
        await openFaults({ driver, stateFolder: context.settings.stateFolder }).remind(part);
        context.answer({ part, instances: Number(instances) }, () => `${part} now has ${instances} instance(s)`);
      }),
    );
};
