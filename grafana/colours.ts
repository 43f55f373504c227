import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';

/** Readable on dark and light backgrounds, and distinguishable for most colour-blind viewers. */
export const colours = {
  good: '#2FA36B',
  warning: '#E5A50A',
  bad: '#E5484D',
  calm: '#4C8DFF',
  quiet: '#7B8794',
} as const;

/** A service has the same colour on every board. */
export const serviceColours: Readonly<Record<string, string>> = {
  order: '#4C8DFF',
  member: '#2FB5A0',
  coupon: '#E5A50A',
  review: '#D65DB1',
  'order-view': '#9B8AFB',
  shop: '#3FA7D6',
  gifticon: '#E07A3F',
  video: '#7FB24A',
  'video-worker': '#C9A88D',
  'lag-watcher': '#7B8794',
  'control-room': '#B08968',
};

export const fixedColour = (colour: string): DynamicConfigValue => ({
  id: 'color',
  value: { mode: 'fixed', fixedColor: colour },
});
