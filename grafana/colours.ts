import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';

/** Readable on a dark and on a light wall, and apart from each other for most colour-blind eyes. */
export const colours = {
  good: '#2FA36B',
  warning: '#E5A50A',
  bad: '#E5484D',
  calm: '#4C8DFF',
  quiet: '#7B8794',
} as const;

/** A service has one colour on every board: whoever learned it once reads all of them. */
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
