/**
 * The dependency arrows of the design, enforced: contracts <- database <- messaging <- service <- apps; telemetry
 * watches messaging; guard <- service, runtime; processes <- runtime, video; runtime <- scenarios <- stage,
 * control-room. No app imports another, no import bypasses an index.ts, no cycles.
 */
const inLib = (...names) => `^libs/(${names.join('|')})/`;
const notTests = '\\.(spec|contract|e2e)\\.ts$|/testing/';

/** Which libraries a library may import. Unlisted libraries may import none. */
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

/** It judges what the others did, with its own clients. */
const campaignChecker = 'libs/scenarios/campaign/checker/';

export default {
  forbidden: [
    ...libraryRules,
    {
      name: 'no-circles',
      comment: 'Two files that need each other, even for a type, are one thing, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'the-checker-shares-no-code',
      comment: 'A bug shared by the services and their checker would never be found.',
      severity: 'error',
      from: { path: `^${campaignChecker}` },
      to: { path: '^(libs|apps)/', pathNot: `^${campaignChecker}` },
    },
    {
      name: 'the-engine-names-no-story',
      comment: 'It knows loads and ledgers by their interfaces only; story/ selects the implementations.',
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
      comment: 'The API of a library is its index.ts; the telemetry preload is a separate program.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: notTests },
      to: { path: '^libs/([^/]+)/.+', pathNot: '^libs/[^/]+/index\\.ts$|^$1/$2/' },
    },
    {
      name: 'services-do-not-reach-the-stack',
      comment: 'Only the stage and the control room know about the stack.',
      severity: 'error',
      from: { path: '^apps/(?!stage/|control-room/)', pathNot: '\\.(contract|e2e)\\.ts$' },
      to: { path: inLib('runtime', 'scenarios') },
    },
    {
      name: 'no-telemetry-in-business-code',
      comment:
        'Services are observed from the outside. #service provides what they need from it (a trace id, a traced call).',
      severity: 'error',
      from: { path: '^apps/(?!lag-watcher/|control-room/)', pathNot: notTests },
      to: { path: inLib('telemetry') },
    },
    {
      name: 'processes-starts-programs',
      comment:
        'How child processes are started and stopped is decided in one place. requirements.mjs runs before anything is installed.',
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
