/**
 * The only reader of the environment. A value that is missing or wrong ends the process with one sentence before
 * anything is opened.
 */
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
  setting(name: string, otherwise: string): string;
}

export function readConfig(
  name: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ServiceConfig {
  const required = (variable: string): string => {
    const value = env[variable];
    if (!value) throw new Error(`${name} cannot start: ${variable} is not set`);
    return value;
  };
  const port = Number(required('PORT'));
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`${name} cannot start: PORT is "${env.PORT}", not a port number`);
  }
  return {
    name,
    host: env.HOST || '127.0.0.1',
    port,
    databaseUrl: env.DATABASE_URL || undefined,
    kafkaBrokers: (env.KAFKA_BROKERS ?? '').split(',').filter(Boolean),
    allowedHosts: (env.EVENTSTAGE_ALLOWED_HOSTS ?? '').split(',').filter(Boolean),
    faultSwitch: env.EVENTSTAGE_FAULT_SWITCH === 'on',
    url: (part) => required(`${part.replaceAll('-', '_').toUpperCase()}_URL`),
    setting: (variable, otherwise) => env[variable] || otherwise,
  };
}
