import { cpus, totalmem } from 'node:os';
import { run } from '../../scripts/local/child.ts';
import { findMoto } from '../../scripts/local/python.ts';
import { findTerraform } from '../../scripts/local/terraform.ts';

/** What figures were measured on, and with. */
export interface Machine {
  cpu: string;
  cores: number;
  memory_gib: number;
  node: string;
  moto: string;
  /** null: there was none. */
  terraform: string | null;
}

/** What `findMoto` takes: where there is no moto yet, it is installed, which takes a while. */
type Looking = Parameters<typeof findMoto>[0];

export async function thisMachine(looking: Looking): Promise<Machine> {
  const [moto, terraform] = await Promise.all([motoVersion(looking), terraformVersion()]);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gib: Number((totalmem() / 2 ** 30).toFixed(1)),
    node: process.versions.node,
    moto,
    terraform,
  };
}

async function motoVersion(looking: Looking): Promise<string> {
  const moto = await findMoto(looking);
  if ('script' in moto) return 'unknown';
  return (
    await run(moto.python, ['-c', 'import moto; print(moto.__version__)'], { signal: looking.signal })
  ).trim();
}

async function terraformVersion(): Promise<string | null> {
  const found = await findTerraform();
  if ('reason' in found) return null;
  const { out } = await found.terraform('.', 'version');
  return /Terraform v(\S+)/.exec(out)?.[1] ?? null;
}
