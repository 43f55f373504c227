import {
  FaultJournal,
  isSameFault,
  NotPossible,
  readState,
  type ActiveFault,
  type Driver,
  type PartState,
} from '#runtime';
import type { FaultSettings } from '#contracts';
import { announcerTo, type Announcer } from '../engine/announce.js';
import { databasesOf } from '../ledger/open-as-service.js';
import { faultNamed, faults } from './catalog.js';
import type { FaultScope } from './fault.js';
import { mustBeNative, mustFit } from './must-fit.js';
import { allBrokers } from './network/links.js';
import { Network } from './network/network.js';
import { givenParameters, type WrittenParameters } from './parameters.js';
import { brokersOf } from './brokers-of.js';
import { partOfInstance, putSwitches, sumOfSwitches } from './switch.js';

export interface FaultsOptions {
  stateFolder: string;
  driver: Driver;
  announcer?: Announcer;
  inDatabaseOf?: FaultScope['inDatabaseOf'];
  brokers?: FaultScope['brokers'];
  /** Downloads the tool for network faults. If absent, it must already be installed. */
  bringToxiproxy?: (() => Promise<void>) | undefined;
}

export interface InjectOptions {
  /** The scenario it belongs to; null if injected by hand. */
  readonly scenario?: string | null;
  /** Its parameters, as written. */
  readonly with?: WrittenParameters | undefined;
  /** For a fault between two parts: the other one, or `kafka` for all brokers. Default: all of the part's connections. */
  readonly to?: string | undefined;
  /** A condition of the scenario's run instead of an outage: it is not announced. */
  readonly given?: boolean;
}

/** Injects and clears faults, and keeps the journal from which other processes can clear them too. */
export interface Faults {
  active(): ActiveFault[];
  /**
   * @throws NotPossible for an unknown fault, part or parameter, for a part the fault does not apply to, or if it is already active
   */
  inject(fault: string, part: string, options?: InjectOptions): Promise<ActiveFault>;
  /** Makes the tools of the fault available, so that it can begin immediately. @throws NotPossible if that fails */
  prepare(fault: string): Promise<void>;
  /**
   * The evidence that a fault took effect: see FaultEvidence. Null if there is none, or if the part cannot be asked.
   */
  evidence(active: ActiveFault, before: PartState, sinceMs: number): Promise<string | null>;
  /** Undoes one fault. It leaves the journal only if that worked. */
  clear(active: ActiveFault): Promise<void>;
  /** The switch settings of a service for its active faults; `{}` if there are none. */
  switchOf(service: string): Promise<FaultSettings>;
  /** For a part that was started or restarted: sets its switch, which is off, to its active faults. */
  remind(part: string): Promise<void>;
  /** Undoes everything in the journal, the newest first. @throws the first error, after trying all */
  clearAll(): Promise<ActiveFault[]>;
}

export function openFaults({
  stateFolder,
  driver,
  announcer = announcerTo(driver),
  inDatabaseOf = databasesOf(driver),
  brokers = brokersOf(driver),
  bringToxiproxy = async () => {},
}: FaultsOptions): Faults {
  const journal = new FaultJournal(stateFolder);
  const active = () => journal.read();
  const network: Network = new Network({ driver, faults, active, setSwitch: (part) => scope.setSwitch(part) });
  const switchOf = async (part: string): Promise<FaultSettings> => {
    const ways = await network.ways(part);
    return { ...sumOfSwitches(active(), part), ...(ways.length > 0 && { ways }) };
  };
  const scope: FaultScope = {
    driver,
    setSwitch: async (part) => putSwitches(driver, part, await switchOf(part)),
    putNetworkRight: (ended) => network.putRight(ended),
    ...{ inDatabaseOf, brokers },
    dataFolder: (name) => readState(stateFolder)?.dataFolders[name],
  };
  // A part that is down has no switch to turn off: it restarts with everything off.
  const undoing: FaultScope = {
    ...scope,
    setSwitch: async (part) => {
      const state = (await driver.parts()).find(({ name }) => name === part);
      if (state?.kind !== 'service' || state.health === 'down') return;
      // It was just restarted and cannot be asked yet.
      if (state.health === 'starting') await driver.start(part);
      await scope.setSwitch(part);
    },
  };
  const announce = () =>
    announcer.faults(
      journal
        .read()
        // The paused light stream and the conditions of a scenario are not shown as faults.
        .filter(({ part, given }) => part !== 'load' && !given)
        .map(({ fault, part, to, scenario }) => ({
          fault,
          target: [part, to].filter(Boolean).join('-'),
          scenario: scenario ?? 'by-hand',
        })),
    );

  async function inject(name: string, part: string, options: InjectOptions = {}): Promise<ActiveFault> {
    const { scenario = null, with: parameters = {}, to, given = false } = options;
    // The brokers as a group are no part: a fault between them and a part is a fault of the part.
    if (part === allBrokers && to !== undefined) return inject(name, to, { ...options, to: part });
    const fault = faultNamed(name);
    const details = { ...givenParameters(fault, parameters), to };
    await mustFit(fault, part, { driver, active: active(), to });
    if (active().some((one) => isSameFault(one, { fault: name, part, ...(to && { to }) }))) {
      throw new NotPossible(`'${name}' is already active on ${part}: \`npm run stage -- fault clear\` undoes it.`);
    }
    await prepare(name);
    const added: ActiveFault = {
      ...{ fault: name, part, scenario, appliedAt: new Date().toISOString() },
      ...(to && { to }),
      ...(given && { given }),
      ...(fault.holds && { holds: true }),
      ...(Object.keys(parameters).length > 0 && { with: parameters }),
    };
    journal.add(added);
    try {
      await fault.apply(scope, part, details);
    } catch (error) {
      await clear(added).catch((undoing: Error) => {
        const why = `${(error as Error).message}; undoing it failed too: ${undoing.message}`;
        throw new NotPossible(`${why}. \`npm run stage -- fault clear\` tries again.`, { cause: error });
      });
      throw error;
    }
    if (fault.passes) {
      journal.remove(added);
      // Its process may be a new one, which does not know its other faults.
      await remind(part);
    }
    await announce();
    return added;
  }

  async function prepare(name: string): Promise<void> {
    const fault = faultNamed(name);
    if (!fault.onLinks) return;
    mustBeNative(fault, driver);
    await bringToxiproxy();
    await driver.start('toxiproxy');
  }

  async function clear(ended: ActiveFault): Promise<void> {
    // The switch is set to the sum of the faults in the journal, so the fault is removed first, and put back if that
    // fails.
    journal.remove(ended);
    // The journal may be from a stack with more parts (another profile, another runtime): there is nothing to undo
    // here.
    if (!(await driver.parts()).some(({ name }) => name === ended.part)) return;
    try {
      const fault = faultNamed(ended.fault);
      await fault.undo(undoing, ended.part, { ...givenParameters(fault, ended.with), to: ended.to });
      // A restarted part has forgotten its other faults.
      if (Object.keys(await switchOf(ended.part)).length > 0) await undoing.setSwitch(ended.part);
    } catch (error) {
      journal.add(ended);
      throw error;
    }
    await announce();
  }

  async function remind(instance: string): Promise<void> {
    if (instance === 'toxiproxy') return network.putRight();
    const part = partOfInstance(instance, await driver.parts());
    if (Object.keys(await switchOf(part)).length > 0) await scope.setSwitch(part);
  }

  async function clearAll(): Promise<ActiveFault[]> {
    const failures: unknown[] = [];
    const cleared: ActiveFault[] = [];
    for (const one of active().reverse()) {
      await clear(one).then(
        () => cleared.push(one),
        (error) => failures.push(error),
      );
    }
    if (failures.length > 0) throw failures[0];
    return cleared;
  }

  const evidence = ({ fault: name, with: written, to }: ActiveFault, before: PartState, sinceMs: number) => {
    const fault = faultNamed(name);
    return fault.evidence.look(scope, before, sinceMs, { ...givenParameters(fault, written), to }).catch(() => null);
  };

  return { active, inject, prepare, evidence, clear, switchOf, remind, clearAll };
}

/**
 * Undoes what a killed run left broken: when a stack starts, once its parts are up, and before a scenario.
 * @returns the faults that were undone
 */
export async function healFaults(options: FaultsOptions): Promise<ActiveFault[]> {
  return openFaults(options).clearAll();
}
