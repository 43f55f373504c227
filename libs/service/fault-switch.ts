import type { MessagingFaults } from '#messaging';
import { checker, FaultSettings, type Checked, type FaultEffects, type Trouble } from '#contracts';
import type { ServiceConfig } from './config.js';
import { ProcessFaults } from './process-faults.js';
import { setTimeout as pause } from 'node:timers/promises';
import { Ways } from './ways.js';

const check = checker(FaultSettings);

/** Thrown for work that an injected fault makes fail. */
export class InjectedFault extends Error {
  constructor() {
    super('an injected fault: the fault switch is on');
    this.name = 'InjectedFault';
  }
}

/**
 * The switch that injects faults into a service: into a share of its requests and messages, or the whole process.
 * Initially off.
 */
export class FaultSwitch implements MessagingFaults {
  /** The routes of the service's connections. */
  readonly ways = new Ways();
  private settings: FaultSettings = {};
  private suffered = { requests: 0, messages: 0 };

  constructor(
    private readonly random: () => number = Math.random,
    private readonly crash: () => void = () => process.kill(process.pid, 'SIGKILL'),
    private readonly wholeProcess = new ProcessFaults(),
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
    this.wholeProcess.set(checked.value);
    this.ways.set(checked.value.ways ?? []);
    return checked;
  }

  /** What can be seen of it since the switch was set. */
  effects(): FaultEffects {
    const { wholeProcess, ways } = this;
    return {
      ...this.suffered,
      busyShare: wholeProcess.busyShare(),
      now: new Date().toISOString(),
      ways: ways.effects(),
    };
  }

  /** @throws InjectedFault for the failing share */
  async beforeRequest(): Promise<void> {
    await this.suffer(this.settings.http, 'requests');
  }

  /** @throws InjectedFault for the failing share */
  async beforeHandling(): Promise<void> {
    await this.suffer(this.settings.messages, 'messages');
  }

  /** The worst moment for a relay to die: the broker has the message, but its outbox row is still there. */
  afterPublish(): void {
    if (this.settings.crashRelayAfterPublish) this.crash();
  }

  private async suffer(trouble: Trouble | undefined, what: 'requests' | 'messages'): Promise<void> {
    if (!trouble) return;
    const slow = Boolean(trouble.slowMs) && this.random() < (trouble.slowShare ?? 1);
    const fail = this.random() < (trouble.failShare ?? 0);
    if (slow || fail) this.suffered[what] += 1;
    if (slow) await pause(trouble.slowMs);
    if (fail) throw new InjectedFault();
  }
}

/** The switch of a starting service, set to EVENTSTAGE_FAULTS. @throws Error saying what is wrong with that value */
export function switchAtStart({
  name,
  faultSwitch,
  faultsAtStart,
}: Pick<ServiceConfig, 'name' | 'faultSwitch' | 'faultsAtStart'>): FaultSwitch {
  const faults = new FaultSwitch();
  if (faultsAtStart === undefined) return faults;
  const refuse = (why: string) => new Error(`${name} cannot start: EVENTSTAGE_FAULTS ${why}`);
  if (!faultSwitch) throw refuse('needs EVENTSTAGE_FAULT_SWITCH=on');
  const set = faults.set(faultsAtStart);
  if (!set.ok) throw refuse(`is wrong: ${set.errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}`);
  return faults;
}
