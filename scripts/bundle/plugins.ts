import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Clients that speak JSON: an error keeps the name that came over the wire, whether its class is there or not. */
const JSON_CLIENTS = /[\\/]client-(dynamodb|lambda|sqs)[\\/]/;

/**
 * Makes the SDK's generated code such that esbuild can drop what is not used of it: docs/adr/0016. Lines of another form
 * are left as they are; bundles only get bigger then, which tests/unit/scripts/bundles.test.ts notices.
 */
const slimSdk: Plugin = {
  name: 'slim-sdk',
  setup({ initialOptions: { packages }, onLoad }) {
    if (packages === 'external') return;
    onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/].*[\\/]schemas_0\.js$/ }, async ({ path }) => {
      const contents = slimmed.get(path) ?? slim(path);
      slimmed.set(path, contents);
      return { contents: await contents };
    });

    // The SDK asks its logger for the name of its class, whether to warn by console; minified it has none.
    onLoad({ filter: /@smithy[\\/]core[\\/]dist-es[\\/].*[\\/]NoOpLogger\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replace('class NoOpLogger {', "$& static name = 'NoOpLogger';") };
    });

    // Clients take their version from it.
    onLoad({ filter: /@aws-sdk[\\/][\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Our functions keep their names, for stack traces; to keep those of all packages takes 7 % of a bundle. */
const ownNames: Plugin = {
  name: 'own-names',
  setup({ initialOptions: { minify, format, platform, target }, onLoad }) {
    if (!minify) return;
    onLoad({ filter: /[\\/]functions[\\/][\w-]+\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        packages: 'external',
        ...(format && { format }),
        ...(platform && { platform }),
        ...(target && { target }),
        keepNames: true,
        write: false,
      });
      return { contents: outputFiles[0]?.text ?? '' };
    });
  },
};

export const plugins: Plugin[] = [slimSdk, ownNames];

/** serverless-esbuild requires it. */
export { plugins as 'module.exports' };

/** By path: the same for every function. */
const slimmed = new Map<string, Promise<string>>();

async function slim(path: string): Promise<string> {
  const schemas = literalKeys(await readFile(path, 'utf8'));
  return JSON_CLIENTS.test(path) ? withoutErrors(schemas, wordsOf('lib', 'functions')) : schemas;
}

/** `{ [_h]: 1 }` as `{ "h": 1 }`: to esbuild a computed key may do anything, so it would keep every schema that has one. */
function literalKeys(schemas: string): string {
  const constants = new Map(
    Array.from(schemas.matchAll(/^const (_\w+) = ("[^"]*");$/gm), ([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  return schemas.replaceAll(/\[(_\w+)\]: /g, (key, name) => `${constants.get(name) ?? key.slice(0, -2)}: `);
}

/** Without the classes of errors that our sources don't name. Such an error is its client's general one, by its name. */
const withoutErrors = (schemas: string, named: ReadonlySet<string>): string =>
  schemas.replaceAll(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name) =>
    named.has(name) ? line : '',
  );

const wordsOf = (...folders: string[]): ReadonlySet<string> =>
  new Set(
    folders.flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .flatMap((name) => readFileSync(join(ROOT, folder, name), 'utf8').match(/\w+/g) ?? []),
    ),
  );
