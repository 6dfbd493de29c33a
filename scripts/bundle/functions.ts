import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A function as it is deployed. */
export interface Bundle {
  /** Its key in serverless.yml. */
  name: string;
  code: Uint8Array;
  /** Bytes of the code, compressed as much as gzip can. */
  gzip: number;
  /** Paths of the packages' files that went into it; ours stand as one. */
  inputs: string[];
}

interface Deployment {
  params: { default: Record<string, unknown> };
  functions: Record<string, { handler: string }>;
  custom: { esbuild: Record<string, unknown> };
}

/** What of `custom.esbuild` is serverless-esbuild's own. */
const OF_THE_PLUGIN = [
  'exclude',
  'packager',
  'outputFileExtension',
  'outputWorkFolder',
  'skipRebuild',
  'watch',
];

/**
 * Bundles functions by serverless.yml, as serverless-esbuild does for a deployment.
 *
 * @throws Error when serverless.yml has options there that esbuild doesn't know
 */
export async function bundles(): Promise<Bundle[]> {
  const deployment: Deployment = parse(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'));
  const options = await optionsOf(deployment);
  return Promise.all(
    Object.entries(deployment.functions).map(async ([name, { handler }]) => {
      const entry = `${handler.replace(/\.\w+$/, '')}.ts`;
      const { outputFiles = [], metafile } = await build({ ...options, entryPoints: [entry] });
      const code = outputFiles[0]?.contents ?? new Uint8Array();
      return {
        name,
        code,
        gzip: gzipSync(code, { level: 9 }).length,
        inputs: Object.entries(Object.values(metafile?.outputs ?? {})[0]?.inputs ?? {})
          .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
          .map(([path]) => path),
      };
    }),
  );
}

async function optionsOf({ custom, params }: Deployment): Promise<BuildOptions> {
  const { plugins, ...written } = Object.fromEntries(
    Object.entries(custom.esbuild).filter(([name]) => !OF_THE_PLUGIN.includes(name)),
  );
  const options = Object.entries(written).map(([name, value]) => {
    const [, parameter] = /^\$\{param:(\w+)\}$/.exec(String(value)) ?? [];
    return [name, parameter ? params.default[parameter] : value];
  });
  return {
    ...Object.fromEntries(options),
    plugins: (await import(join(ROOT, String(plugins)))).plugins,
    absWorkingDir: ROOT,
    outdir: '.',
    write: false,
    metafile: true,
  };
}
