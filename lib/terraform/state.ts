import * as z from 'zod';
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

/** What of a state is looked at; the rest is Terraform's and the provider's own. */
const stateFile = z.looseObject({
  version: z.literal(4, {
    error: ({ input }) =>
      input === undefined
        ? 'is missing: this is no terraform.tfstate'
        : `must be 4, not ${JSON.stringify(input)}: let a Terraform from 0.12 on write it anew`,
  }),
  resources: z.array(
    z.looseObject({
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      module: z.string().optional(),
      instances: z.array(
        z.looseObject({
          // Terraform before 0.12 wrote them flat; of what is not read here, they do not matter.
          attributes: z.record(z.string(), z.unknown()).nullish(),
          index_key: z.union([z.string(), z.number()]).optional(),
          deposed: z.string().optional(),
        }),
      ),
    }),
  ),
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
  const { data, error } = stateFile.safeParse(file.value);
  const faults = (error?.issues ?? []).map(({ path, message }) => ({
    pointer: [at, ...path.map(pointerToken)].join('/'),
    detail: message,
  }));
  // What another version says besides that is not to be read by this one's rules.
  const otherVersion = faults.filter(({ pointer }) => pointer === `${at}/version`);
  return {
    resources: (data?.resources ?? []).flatMap((block, index) => managed(block, `${at}/resources/${index}`)),
    faults: otherVersion.length > 0 ? otherVersion : faults,
  };
}

function parsed(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { reason: `is not valid JSON: ${(error as Error).message}` };
  }
}

type Block = z.infer<typeof stateFile>['resources'][number];

function managed({ mode, module, type, name, instances }: Block, at: string): StateResource[] {
  if (mode !== 'managed') return [];
  const block = [...(module ? [module] : []), type, name].join('.');
  return instances.flatMap(({ attributes, index_key, deposed }, index) =>
    deposed === undefined
      ? [
          {
            address: index_key === undefined ? block : `${block}[${JSON.stringify(index_key)}]`,
            type,
            pointer: `${at}/instances/${index}`,
            attributes: attributes ?? {},
          },
        ]
      : [],
  );
}
