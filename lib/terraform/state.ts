import * as z from 'zod/mini';
import { type Fault, pointerToken } from '../environment/fault.ts';

/** One thing in a state that Terraform manages, with everything that the provider wrote down of it. */
export interface StateResource {
  /** As Terraform shows it: `module.storage["eu"].aws_s3_bucket.bucket["initial"]`. */
  address: string;
  type: string;
  /** Where in the request it stands. */
  pointer: string;
  attributes: Attributes;
}

export type Attributes = Readonly<Record<string, unknown>>;

/**
 * What of a state is looked at; the rest is Terraform's and the provider's own. Entries of lists are checked one by one:
 * zod hands mistakes on as arguments of a call, and of a long list they would be more than a call can have.
 */
const stateFile = z.looseObject({
  version: z.literal(4, {
    error: ({ input }) =>
      input === undefined
        ? 'is missing: this is no terraform.tfstate'
        : `must be 4${isShort(input) ? `, not ${JSON.stringify(input)}` : ''}: let a Terraform from 0.12 on write it anew`,
  }),
  resources: z.array(z.unknown()),
});

/** Whether it can be told: JSON that is nested deeper than the stack can't even be written. */
const isShort = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value.length <= 20);

/** Nobody reads more; a body has room for millions, and to tell each takes longer than a request may last. */
const MOST_FAULTS = 1000;

const stateBlock = z.looseObject({
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  module: z.optional(z.string()),
  instances: z.array(z.unknown()),
});

const stateInstance = z.looseObject({
  // Terraform before 0.12 wrote them flat; of what is not read here, they do not matter.
  attributes: z.nullish(z.record(z.string(), z.unknown())),
  index_key: z.optional(z.union([z.string(), z.number()])),
  deposed: z.optional(z.string()),
});

/**
 * What a `terraform.tfstate` says is there, whatever provider version wrote it. Data sources are left out, and so are
 * objects that wait for their replacement.
 *
 * @param state what the file holds, or the file itself as text
 * @param at    pointer to it in the request
 */
export function readState(state: unknown, at: string): { resources: StateResource[]; faults: Fault[] } {
  const file = typeof state === 'string' ? parsed(state) : { value: state };
  if ('reason' in file) return { resources: [], faults: [{ pointer: at, detail: file.reason }] };
  const { data, faults } = checked(stateFile, file.value, at);
  // What another version says besides that is not to be read by this one's rules.
  const otherVersion = faults.filter(({ pointer }) => pointer === `${at}/version`);
  if (otherVersion.length > 0) return { resources: [], faults: otherVersion };
  const resources: StateResource[] = [];
  for (const [index, block] of (data?.resources ?? []).entries()) {
    const read = readBlock(block, `${at}/resources/${index}`, MOST_FAULTS - faults.length);
    for (const resource of read.resources) resources.push(resource);
    faults.push(...read.faults);
    if (faults.length >= MOST_FAULTS) break;
  }
  return { resources, faults };
}

function parsed(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { reason: `is not valid JSON: ${(error as Error).message}` };
  }
}

function readBlock(
  block: unknown,
  at: string,
  most: number,
): { resources: StateResource[]; faults: Fault[] } {
  const { data, faults } = checked(stateBlock, block, at);
  if (!data) return { resources: [], faults };
  const { mode, module, type, name } = data;
  const address = [...(module ? [module] : []), type, name].join('.');
  const resources: StateResource[] = [];
  for (const [index, instance] of data.instances.entries()) {
    const pointer = `${at}/instances/${index}`;
    const read = checked(stateInstance, instance, pointer);
    faults.push(...read.faults);
    if (faults.length >= most) break;
    if (mode !== 'managed' || !read.data || read.data.deposed !== undefined) continue;
    const { attributes, index_key: key } = read.data;
    resources.push({
      address: key === undefined ? address : `${address}[${JSON.stringify(key)}]`,
      type,
      pointer,
      attributes: attributes ?? {},
    });
  }
  return { resources, faults };
}

function checked<T>(schema: z.ZodMiniType<T>, value: unknown, at: string): { data?: T; faults: Fault[] } {
  const { data, error } = schema.safeParse(value);
  const faults = (error?.issues ?? []).map(({ path, message }) => ({
    pointer: [at, ...path.map(pointerToken)].join('/'),
    detail: message,
  }));
  return { ...(data !== undefined && { data }), faults };
}
