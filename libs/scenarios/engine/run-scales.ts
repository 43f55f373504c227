import type { Stage } from './stage.js';

/** Scales services for the duration of a run. */
export class RunScales {
  /** The number of instances before, by service. */
  private readonly before = new Map<string, number>();

  constructor(private readonly stage: Pick<Stage, 'driver' | 'faults' | 'progress'>) {}

  async begin(part: string, instances: number): Promise<void> {
    const { driver, faults, progress } = this.stage;
    if (!this.before.has(part)) this.before.set(part, await this.count(part));
    progress(`         ${part}: ${instances} instances from now on`);
    await driver.scale(part, instances);
    // Active faults apply to new instances too.
    await faults.remind(part);
  }

  /** Removes the added instances. */
  async endAll(): Promise<void> {
    for (const [part, instances] of this.before) {
      this.before.delete(part);
      await this.stage.driver.scale(part, instances);
    }
  }

  private async count(part: string): Promise<number> {
    const isOne = new RegExp(`^${part}(-\\d+)?$`);
    return (await this.stage.driver.parts()).filter(({ name }) => isOne.test(name)).length;
  }
}
