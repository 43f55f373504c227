import type { MessagingFaults } from '#messaging';
import { checker, FaultSettings, type Checked, type FaultEffects, type Trouble } from '#contracts';
import { setTimeout as pause } from 'node:timers/promises';

const check = checker(FaultSettings);

/** Thrown where a share of the work is to fail on purpose. */
export class InjectedFault extends Error {
  constructor() {
    super('failed on purpose: the fault switch is on');
    this.name = 'InjectedFault';
  }
}

/** The switch inside a service that makes a share of its HTTP requests and messages slow or fail. Off when made. */
export class FaultSwitch implements MessagingFaults {
  private settings: FaultSettings = {};
  private suffered: FaultEffects = { requests: 0, messages: 0 };

  constructor(
    private readonly random: () => number = Math.random,
    private readonly crash: () => void = () => process.kill(process.pid, 'SIGKILL'),
  ) {}

  current(): FaultSettings {
    return this.settings;
  }

  /** Replaces all settings; `{}` turns everything off. */
  set(settings: unknown): Checked<FaultSettings> {
    const checked = check(settings);
    if (!checked.ok) return checked;
    this.settings = checked.value;
    this.suffered = { requests: 0, messages: 0 };
    return checked;
  }

  /** What was made slow or failed since the switch was set. */
  effects(): FaultEffects {
    return { ...this.suffered };
  }

  /** @throws InjectedFault for the failing share */
  async beforeRequest(): Promise<void> {
    await this.suffer(this.settings.http, 'requests');
  }

  /** @throws InjectedFault for the failing share */
  async beforeHandling(): Promise<void> {
    await this.suffer(this.settings.messages, 'messages');
  }

  /** The worst moment for a relay to die: the broker has the message, the outbox does not know it yet. */
  afterPublish(): void {
    if (this.settings.crashRelayAfterPublish) this.crash();
  }

  private async suffer(trouble: Trouble | undefined, what: keyof FaultEffects): Promise<void> {
    if (!trouble) return;
    const slow = Boolean(trouble.slowMs) && this.random() < (trouble.slowShare ?? 1);
    const fail = this.random() < (trouble.failShare ?? 0);
    if (slow || fail) this.suffered[what] += 1;
    if (slow) await pause(trouble.slowMs);
    if (fail) throw new InjectedFault();
  }
}
