import { environment, readSetting, type Environment, type SettingName, type SettingValue } from '#settings';

/** What a service was told. libs/settings has every name and what it may be; register.ts has refused what is wrong. */
export interface ServiceConfig {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly kafkaBrokers: readonly string[];
  /** Names it is called by besides loopback, from EVENTSTAGE_ALLOWED_HOSTS (`order,member`): see libs/guard. */
  readonly allowedHosts: readonly string[];
  /** Whether the fault switch (`/faults`) exists at all. Off unless asked for. */
  readonly faultSwitch: boolean;
  /** Where another part is reached, from NAME_URL: `url('order-view')` reads ORDER_VIEW_URL. */
  url(part: string): string;
  /** Any other setting of one service, with its default. */
  setting<Name extends SettingName, Otherwise>(
    name: Name,
    otherwise: Otherwise | SettingValue<Name>,
  ): SettingValue<Name> | Otherwise;
}

/** @throws Error naming what is missing, SettingsRefused naming what is wrong */
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
    url: (part) => required(`${part.replaceAll('-', '_').toUpperCase()}_URL` as 'ORDER_URL'),
    setting: (variable, otherwise) => readSetting(env, variable) ?? otherwise,
  };
}
