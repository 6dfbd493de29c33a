import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from './credentials.ts';

/** Where Terraform gets providers from, and where it keeps them on a machine that mirrors it. */
const REGISTRY = 'registry.terraform.io';
const PROVIDER = 'hashicorp/aws';

export interface Ended {
  code: number;
  /** What it wrote, to either stream. */
  out: string;
}

/** Runs Terraform in a folder, without colours and without asking. */
export type Terraform = (folder: string, ...args: string[]) => Promise<Ended>;

export interface Found {
  terraform: Terraform;
  /** Where its CLI configuration is; left out: nothing has to be said. */
  cliConfiguration?: string;
}

/** Terraform with an AWS provider. @returns in `reason` what is missing on this machine */
export async function findTerraform(): Promise<Found | { reason: string }> {
  const plain = terraformWith({ TF_CLI_CONFIG_FILE: '' });
  if ((await plain('.', 'version')).code !== 0) return { reason: 'there is no terraform on the PATH' };
  const given = process.env.TF_CLI_CONFIG_FILE;
  if (given && existsSync(given)) return { terraform: terraformWith({}), cliConfiguration: given };
  const mirror = await findMirror();
  if (mirror) {
    const TF_CLI_CONFIG_FILE = await mirrorConfiguration(mirror);
    return {
      terraform: terraformWith({ TF_CLI_CONFIG_FILE }),
      cliConfiguration: TF_CLI_CONFIG_FILE,
    };
  }
  if (await answers(`https://${REGISTRY}/.well-known/terraform.json`)) return { terraform: plain };
  return {
    reason: `the provider ${PROVIDER} is in no mirror on this machine, and ${REGISTRY} does not answer`,
  };
}

const terraformWith =
  (variables: Record<string, string>): Terraform =>
  (cwd, ...args) =>
    new Promise((resolve) => {
      const options = {
        cwd,
        env: { ...process.env, ...variables, TF_IN_AUTOMATION: '1', TF_INPUT: '0' },
        maxBuffer: 64 * 1024 * 1024,
      };
      const [command = '', ...rest] = args;
      const plainly =
        command === 'version' || command === 'show' || command === 'state' ? rest : ['-no-color', ...rest];
      execFile('terraform', [command, ...plainly], options, (error, out, err) => {
        resolve({ code: error ? (typeof error.code === 'number' ? error.code : 127) : 0, out: out + err });
      });
    });

/** A folder laid out as Terraform's filesystem mirrors are, below one of those where such things are kept. */
async function findMirror(): Promise<string | undefined> {
  const home = homedir();
  const roots = ['/opt', '/usr/share', '/usr/local/share', '/usr/lib', '/usr/local/lib', '/var/lib', home];
  const below = await Promise.all(
    roots.map(async (root) => {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name));
    }),
  );
  const usual = ['terraform/plugins', 'terraform/providers', 'terraform.d/plugins', '.terraform.d/plugins'];
  const folders = [
    ...roots,
    ...below.flat(),
    ...roots.flatMap((root) => usual.map((name) => join(root, name))),
  ];
  return folders.find((folder) => existsSync(join(folder, REGISTRY, PROVIDER)));
}

async function mirrorConfiguration(path: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'groundwork-terraform-')), 'cli.tfrc');
  await writeFile(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(path)}\n  }\n}\n`,
  );
  return file;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(3000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** An override file by which the AWS provider of the configuration beside it talks to an emulator. */
export async function pointAtEmulator(folder: string, { endpoint, credentials }: Target): Promise<void> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const aws = {
    access_key: accessKeyId,
    secret_key: secretAccessKey,
    ...(sessionToken && { token: sessionToken }),
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    s3_use_path_style: true,
    endpoints: { iam: endpoint, kms: endpoint, s3: endpoint, sts: endpoint },
  };
  await writeFile(join(folder, 'emulator_override.tf.json'), JSON.stringify({ provider: { aws } }));
}
