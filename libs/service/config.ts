import { environment, readSetting, type Environment, type SettingName, type SettingValue } from '#settings';

/** The configuration of a service. libs/settings declares every name and its valid values; register.ts has rejected invalid ones. */
export interface ServiceConfig {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly kafkaBrokers: readonly string[];
  /** Host names allowed besides loopback, from EVENTSTAGE_ALLOWED_HOSTS (`order,member`): see libs/guard. */
  readonly allowedHosts: readonly string[];
  /** Whether the fault switch (`/faults`) exists. Off by default. */
  readonly faultSwitch: boolean;
  /** The initial settings of the fault switch, not validated yet. */
  readonly faultsAtStart: unknown;
  /** The address of another part, from NAME_URL: `url('order-view')` reads ORDER_VIEW_URL. */
  url(part: string): string;
  /** Any other setting of one service, with its default. */
  setting<Name extends SettingName, Otherwise>(
    name: Name,
    otherwise: Otherwise | SettingValue<Name>,
  ): SettingValue<Name> | Otherwise;
}

/** @throws Error naming what is missing, SettingsRefused naming what is invalid */
export function readConfig(name: string, env: Environment = environment()): ServiceConfig {
  const required = <Name extends SettingName>(variable: Name): SettingValue<Name> => {
    const value = readSetting(env, variable);
    if (value === undefined) throw new Error(`${name} cannot start: ${variable} is not set`);
    return value;
  };
  return {
    name,
    host: readSetting(env, 'HOST') ?? '127.0.0.1',
    port: required('PORT'),
    databaseUrl: readSetting(env, 'DATABASE_URL'),
    kafkaBrokers: readSetting(env, 'KAFKA_BROKERS') ?? [],
    allowedHosts: readSetting(env, 'EVENTSTAGE_ALLOWED_HOSTS') ?? [],
    faultSwitch: readSetting(env, 'EVENTSTAGE_FAULT_SWITCH') === 'on',
    faultsAtStart: readSetting(env, 'EVENTSTAGE_FAULTS'),
    url: (part) => required(`${part.replaceAll('-', '_').toUpperCase()}_URL` as 'ORDER_URL'),
    setting: (variable, otherwise) => readSetting(env, variable) ?? otherwise,
  };
}
