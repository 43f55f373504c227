import type { Register } from '../context.js';

/** More of one service, to share the work of its queue. */
export const register: Register = (program, context) => {
  program
    .command('scale')
    .argument('<part>', 'a service, such as video-worker or gifticon')
    .argument('<instances>', 'how many of it there are to be, 1 to 8')
    .description('run a service several times: they share its queue, up to one a partition')
    .action(
      context.action(async (part: string, instances: string) => {
        const driver = await context.connect();
        await driver.scale(part, Number(instances));
        context.answer({ part, instances: Number(instances) }, () => `${part} runs ${instances} times`);
      }),
    );
};
