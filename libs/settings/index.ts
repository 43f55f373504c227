/**
 * Every setting, declared once: its name, its valid values, and who reads it, on both runtimes. An invalid value is rejected by name
 * before anything starts. docs/settings.md is generated from here.
 */
export { settings, type Reader, type SettingName, type SettingValue } from './settings.js';
export { checkSettings, nearestOf, readSetting, SettingsRefused, wrongSettings, type Environment } from './read.js';
export { environment } from './environment.js';
