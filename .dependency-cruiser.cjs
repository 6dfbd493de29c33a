/** Imports point one way; see lib/README.md for the map. */
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may import only ${allowed.join(', ') || 'nothing else of lib'}.`,
  from: { path: `^${from}` },
  to: {
    path: '^(bench|cli|client|console|lib|functions|scripts|tests)/',
    pathNot: [`^${from}`, ...allowed.map((path) => `^${path}`)],
  },
});

module.exports = {
  forbidden: [
    layer('provisioning-stands-alone', 'lib/provisioning/', []),
    {
      name: 'environment-takes-only-types-and-pure-functions',
      severity: 'error',
      comment: 'The domain is pure: it may know the engine, and nothing that does I/O.',
      from: { path: '^lib/environment/' },
      to: { path: '^(lib/(?!environment/|provisioning/)|bench|cli|client|console|functions|scripts|tests)' },
    },
    layer('aws-knows-only-the-engine', 'lib/aws/', ['lib/provisioning/', 'lib/timeouts\\.ts$']),
    layer('store-knows-only-the-domain', 'lib/store/', [
      'lib/environment/',
      'lib/provisioning/',
      'lib/(logger|timeouts)\\.ts$',
    ]),
    layer('api-knows-only-the-domain', 'lib/api/', [
      'lib/environment/',
      'lib/terraform/',
      'lib/config\\.ts$',
      'lib/logger\\.ts$',
    ]),
    layer('terraform-knows-only-the-domain', 'lib/terraform/', ['lib/environment/', 'lib/provisioning/']),
    layer('client-stands-alone', 'client/', []),
    layer('cli-speaks-only-http', 'cli/', ['client/', 'console/server/']),
    layer('console-server-only-passes-on', 'console/server/', ['client/']),
    layer('console-page-shares-the-contract-and-the-rules', 'console/page/', [
      'client/contract\\.ts$',
      'lib/api/(schemas|validate|words)\\.ts$',
      'lib/environment/',
    ]),
    layer('operations-do-not-know-http-or-aws', 'lib/operations/', [
      'lib/environment/',
      'lib/provisioning/',
      'lib/store/',
      'lib/terraform/',
      'lib/(bus|observer|queue)\\.ts$',
      'lib/(logger|metrics)\\.ts$',
    ]),
    {
      name: 'lib-does-not-know-who-calls-it',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(bench|cli|client|console|functions|scripts|tests)/' },
    },
    {
      name: 'aws-clients-only-at-the-edges',
      severity: 'error',
      comment: 'Only lib/aws, lib/store, lib/queue.ts, lib/bus.ts and lib/observer.ts talk to AWS.',
      from: {
        path: '^(lib|functions)/',
        pathNot: ['^lib/aws/', '^lib/store/', '^lib/(bus|observer|queue)\\.ts$'],
      },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'production-code-uses-production-dependencies',
      severity: 'error',
      from: { path: '^(cli|client|console|functions|lib)/', pathNot: '^console/vite\\.config\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], pathNot: 'node_modules/@types/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
