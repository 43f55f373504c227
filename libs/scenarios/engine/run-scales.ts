import type { Stage } from './stage.js';

/** The services that have more instances, or fewer, while a run lasts. */
export class RunScales {
  /** How many there were before, by service. */
  private readonly before = new Map<string, number>();

  constructor(private readonly stage: Pick<Stage, 'driver' | 'faults' | 'progress'>) {}

  async begin(part: string, instances: number): Promise<void> {
    const { driver, faults, progress } = this.stage;
    if (!this.before.has(part)) this.before.set(part, await this.count(part));
    progress(`         ${part}: ${instances} of them from now on`);
    await driver.scale(part, instances);
    // Those that come suffer as those that are there do.
    await faults.remind(part);
  }

  /** Sends home those that came. */
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
