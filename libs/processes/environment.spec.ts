import { installEnvironment, partEnvironment } from './environment.js';

/** Variables found in real shells, each of which has broken some program. */
const shell = {
  ...{ PATH: '/usr/bin', HOME: '/home/me', TMPDIR: '/tmp', JAVA_HOME: '/opt/jdk', LANG: 'ko_KR.EUC-KR', LC_ALL: 'C' },
  ...{ TZ: 'Asia/Seoul', NODE_ENV: 'production', NODE_OPTIONS: '--require ./mine.js', PGOPTIONS: '-c timezone=Mars' },
  ...{ PGHOST: 'db.corp', JAVA_TOOL_OPTIONS: '-Xmx1m', CLASSPATH: '/old.jar', KAFKA_BROKERS: 'corp:9092' },
  ...{ HTTP_PROXY: 'http://proxy:3128', no_proxy: '', OTEL_SDK_DISABLED: 'true', GF_SERVER_HTTP_PORT: '80' },
  ...{ COMPOSE_FILE: 'other.yml', npm_config_registry: 'http://npm.corp', LD_PRELOAD: '/lib/odd.so' },
};

describe('the environment', () => {
  it('of a part is explicit, in UTF-8 and UTC, whatever the shell has set', () => {
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

  it('of a part is overridden by its launch', () => {
    expect(partEnvironment({ LC_ALL: 'C' }, shell)['LC_ALL']).toBe('C');
  });

  it('of programs that download keeps the proxies and mirrors of the user', () => {
    expect(installEnvironment({}, shell)).toMatchObject({ HTTP_PROXY: 'http://proxy:3128', HOME: '/home/me' });
  });
});
