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
        : `must be 4, not ${JSON.stringify(input)}: let a Terraform from 0.12 on write it anew`,
  }),
  resources: z.array(z.unknown()),
});

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
  const blocks = (data?.resources ?? []).map((block, index) => readBlock(block, `${at}/resources/${index}`));
  return {
    resources: blocks.flatMap(({ resources }) => resources),
    faults: [...faults, ...blocks.flatMap(({ faults }) => faults)],
  };
}

function parsed(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { reason: `is not valid JSON: ${(error as Error).message}` };
  }
}

function readBlock(block: unknown, at: string): { resources: StateResource[]; faults: Fault[] } {
  const { data, faults } = checked(stateBlock, block, at);
  if (!data) return { resources: [], faults };
  const { mode, module, type, name } = data;
  const address = [...(module ? [module] : []), type, name].join('.');
  const instances = data.instances.map((instance, index) => {
    const pointer = `${at}/instances/${index}`;
    return { pointer, ...checked(stateInstance, instance, pointer) };
  });
  return {
    resources: instances.flatMap(({ pointer, data }) => {
      if (mode !== 'managed' || !data || data.deposed !== undefined) return [];
      const { attributes, index_key: key } = data;
      return {
        address: key === undefined ? address : `${address}[${JSON.stringify(key)}]`,
        type,
        pointer,
        attributes: attributes ?? {},
      };
    }),
    faults: instances.flatMap(({ faults }) => faults),
  };
}

function checked<T>(schema: z.ZodMiniType<T>, value: unknown, at: string): { data?: T; faults: Fault[] } {
  const { data, error } = schema.safeParse(value);
  const faults = (error?.issues ?? []).map(({ path, message }) => ({
    pointer: [at, ...path.map(pointerToken)].join('/'),
    detail: message,
  }));
  return { ...(data !== undefined && { data }), faults };
}
