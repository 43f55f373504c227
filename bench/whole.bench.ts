import type { Benchmark } from './benchmark.js';
import { ordersPerSecond } from './load.js';

/** Orders accepted while every service reacts to each of them, on the cores of one machine. */
export const wholeBenchmark: Benchmark = {
  name: 'whole',
  async run(context) {
    const url = `${context.address('order')}/orders`;
    await ordersPerSecond(url, 5);
    const figure = await ordersPerSecond(url, context.roundSeconds);
    return [{ what: 'orders accepted while every service reacts', figure, unit: '/s' }];
  },
};
