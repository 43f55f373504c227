/**
 * Every setting of ours, once: its name, what it may be, and who reads it, on both runtimes. A value that cannot be used is
 * refused by name before anything starts. docs/settings.md is generated from here.
 */
export { settings, type Reader, type SettingName, type SettingValue } from './settings.js';
export { checkSettings, nearestOf, readSetting, SettingsRefused, wrongSettings, type Environment } from './read.js';
export { environment } from './environment.js';
