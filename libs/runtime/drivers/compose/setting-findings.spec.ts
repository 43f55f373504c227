import { readFileSync } from 'node:fs';
import { settingFindings } from './preflight.js';

const file = readFileSync('.env', 'utf8');
const said = (text: string, env = {}): (string | undefined)[] =>
  settingFindings(text, env).map(({ problem }) => problem);

describe('the settings of the containers', () => {
  it('are valid as shipped', () => {
    expect(said(file)).toEqual([]);
  });

  it('are rejected by name before docker runs', () => {
    expect(said(file.replace('GRAFANA_PORT=3000', 'GRAFANA_PORT="web"'))).toEqual([
      'GRAFANA_PORT is "web": give a port from 1 to 65535, for example 3000.',
    ]);
    expect(said(file.replace('GRAFANA_PORT=3000', 'GRAPHANA_PORT=3000'))).toEqual([
      'There is no setting GRAPHANA_PORT; the nearest is GRAFANA_PORT. docs/settings.md lists them.',
    ]);
    expect(said(`${file}\nEVENTSTAGE_ORDERS=5\n`)).toEqual([
      'There is no setting EVENTSTAGE_ORDERS; the nearest is EVENTSTAGE_BOARDS. docs/settings.md lists them.',
    ]);
  });

  it('take the profiles from the shell, and check them too', () => {
    expect(said(file, { COMPOSE_PROFILES: 'lite' })).toEqual([]);
    expect(said(file, { COMPOSE_PROFILES: 'dev' })).toEqual([
      'COMPOSE_PROFILES is "dev": give one or more of full, lite, video, toxiproxy, separated by commas.',
    ]);
  });
});
