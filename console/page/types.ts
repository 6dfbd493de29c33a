import type { Environment, EnvironmentRequest } from '../../client/contract.ts';

/** An environment, and the tag of this state of it, for a change of just this one. */
export interface Seen {
  environment: Environment;
  etag: string | undefined;
}

/** What the server beside the page knows of the API. */
export interface Origin {
  /** The API's own address, for commands. */
  url: string;
  /** How the server says who asks. */
  way: 'none' | 'iam' | 'token';
  /** To sign for; known where requests are signed. */
  region?: string;
  /** Whose environments it is about, where an admin named another tenant than the own. */
  tenant?: string;
}

/** Fields of a spec, none of which is needed. */
export type SpecAsked = { [Field in keyof EnvironmentRequest]?: unknown };

export interface ListFilters {
  /** Left out: all but those that are deleted. */
  status?: Environment['status'] | undefined;
}

export interface DeleteChoices {
  force?: boolean;
  retain?: boolean;
}

export type OutputFormat = 'json' | 'dotenv' | 'tfvars' | 'shell' | 'cloud-init';
