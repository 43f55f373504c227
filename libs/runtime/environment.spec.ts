import { installEnvironment, partEnvironment } from './environment.js';

/** What shells are seen to have set, each of which has stopped a program of somebody's. */
const shell = {
  ...{ PATH: '/usr/bin', HOME: '/home/me', TMPDIR: '/tmp', JAVA_HOME: '/opt/jdk', LANG: 'ko_KR.EUC-KR', LC_ALL: 'C' },
  ...{ TZ: 'Asia/Seoul', NODE_ENV: 'production', NODE_OPTIONS: '--require ./mine.js', PGOPTIONS: '-c timezone=Mars' },
  ...{ PGHOST: 'db.corp', JAVA_TOOL_OPTIONS: '-Xmx1m', CLASSPATH: '/old.jar', KAFKA_BROKERS: 'corp:9092' },
  ...{ HTTP_PROXY: 'http://proxy:3128', no_proxy: '', OTEL_SDK_DISABLED: 'true', GF_SERVER_HTTP_PORT: '80' },
  ...{ COMPOSE_FILE: 'other.yml', npm_config_registry: 'http://npm.corp', LD_PRELOAD: '/lib/odd.so' },
};

describe('the environment', () => {
  it('of a part is what is written down, in UTF-8 and UTC, whatever the shell has set', () => {
    const { LANG, LC_ALL, ...rest } = partEnvironment({ PORT: '17001' }, shell);
    expect(rest).toEqual({
      PATH: '/usr/bin',
      HOME: '/home/me',
      TMPDIR: '/tmp',
      JAVA_HOME: '/opt/jdk',
      TZ: 'UTC',
      PORT: '17001',
    });
    expect([LANG, LC_ALL]).toEqual([expect.stringMatching(/UTF-8$/), expect.stringMatching(/UTF-8$/)]);
  });

  it('of a part is overruled by what its launch says', () => {
    expect(partEnvironment({ LC_ALL: 'C' }, shell)['LC_ALL']).toBe('C');
  });

  it('of what fetches from elsewhere keeps the proxies and mirrors of the person', () => {
    expect(installEnvironment({}, shell)).toMatchObject({ HTTP_PROXY: 'http://proxy:3128', HOME: '/home/me' });
  });
});
