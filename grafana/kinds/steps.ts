import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ThresholdsConfig,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** From this value on, this colour. */
export type Step = readonly [from: number, colour: string];

/** Grafana expects the first step without a value: it also applies to everything below. */
export function steps([first, ...more]: readonly [Step, ...Step[]]): Builder<ThresholdsConfig> {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first[1] }, ...more.map(([value, color]) => ({ value, color }))]);
}
