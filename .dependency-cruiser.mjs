/**
 * The arrows of the design, held by a machine: contracts <- database <- messaging <- service <- apps; telemetry watches
 * messaging; guard <- service, runtime; processes <- runtime, video; runtime <- scenarios <- stage, control-room. No app imports another, no import goes past an index.ts, no cycles.
 */
const inLib = (...names) => `^libs/(${names.join('|')})/`;
const notTests = '\\.(spec|contract|e2e)\\.ts$|/testing/';

/** Which libraries a library may import. What is not listed may import none. */
const arrows = {
  settings: [],
  processes: ['settings'],
  contracts: [],
  database: ['contracts'],
  messaging: ['contracts', 'database'],
  telemetry: ['contracts', 'messaging', 'settings'],
  guard: [],
  service: ['contracts', 'database', 'guard', 'messaging', 'settings', 'telemetry'],
  runtime: ['contracts', 'database', 'guard', 'messaging', 'processes', 'settings'],
  scenarios: ['contracts', 'database', 'messaging', 'processes', 'runtime', 'video'],
  video: ['processes'],
  'voucher-provider': [],
};

const libraryRules = Object.entries(arrows).map(([library, allowed]) => ({
  name: `${library}-imports-only-${allowed.join('-') || 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: inLib(library), pathNot: notTests },
  to: { path: '^(libs|apps)/', pathNot: inLib(library, ...allowed) },
}));

/** A package that only these folders may import. */
const keptIn = (name, packages, folders) => ({
  name,
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot: `^(${folders.join('|')})|${notTests}` },
  to: { path: `node_modules/(${packages.join('|')})` },
});

/** It judges what the others did, with clients of its own. */
const campaignChecker = 'libs/scenarios/campaign/checker/';

export default {
  forbidden: [
    ...libraryRules,
    {
      name: 'no-circles',
      comment: 'Two files that need each other, be it for a type, are one thing, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'the-checker-shares-no-code',
      comment: 'A mistake that the services and their judge had in common would never be found.',
      severity: 'error',
      from: { path: `^${campaignChecker}` },
      to: { path: '^(libs|apps)/', pathNot: `^${campaignChecker}` },
    },
    {
      name: 'the-engine-names-no-story',
      comment:
        'It knows loads and ledgers by their interfaces; which there are, and what a story asks for, is joined in story/.',
      severity: 'error',
      from: { path: '^libs/scenarios/(engine|faults)/', pathNot: notTests },
      to: { path: '^libs/scenarios/(load/kinds|ledger/(?!account\\.|open-as-))' },
    },
    {
      name: 'words-do-not-know-their-stories',
      severity: 'error',
      from: { path: '^libs/scenarios/(engine|load|faults|measures|ledger)/', pathNot: notTests },
      to: { path: '^libs/scenarios/story/' },
    },
    {
      name: 'no-app-imports-another',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'not-past-an-index',
      comment: 'A library is what its index.ts says; the telemetry preload is a program of its own.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: notTests },
      to: { path: '^libs/([^/]+)/.+', pathNot: '^libs/[^/]+/index\\.ts$|^$1/$2/' },
    },
    {
      name: 'services-do-not-reach-the-stack',
      comment: 'Only the stage and the control room know that there is a stack.',
      severity: 'error',
      from: { path: '^apps/(?!stage/|control-room/)', pathNot: '\\.(contract|e2e)\\.ts$' },
      to: { path: inLib('runtime', 'scenarios') },
    },
    {
      name: 'no-telemetry-in-business-code',
      comment:
        'Services are watched from the outside. What they need of it (a trace id, a traced call) #service gives them.',
      severity: 'error',
      from: { path: '^apps/(?!lag-watcher/|control-room/)', pathNot: notTests },
      to: { path: inLib('telemetry') },
    },
    {
      name: 'processes-starts-programs',
      comment:
        'What a program is given and how it ends is decided once. requirements.mjs runs before anything is installed.',
      severity: 'error',
      from: {
        path: '^(apps|libs|bench)/',
        pathNot: `^libs/processes/|^libs/runtime/install/requirements\\.mjs$|^bench/server\\.ts$|${notTests}`,
      },
      to: { path: '^(node:)?child_process$', dependencyTypesNot: ['type-only'] },
    },
    keptIn('kafkajs-in-one-folder', ['kafkajs'], ['libs/messaging/brokers/kafka/', campaignChecker]),
    keptIn('metrics-and-spans-in-telemetry', ['prom-client', '@opentelemetry'], ['libs/telemetry/']),
    keptIn('postgres-in-database', ['pg/', 'kysely'], ['libs/database/', campaignChecker]),
    { name: 'no-unknown', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|reports|\\.eventstage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['types', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
