import type { HandlerCase } from './handler-case.ts';
import { iamInstanceProfileCase, iamRoleCase } from './iam.ts';
import { kmsAliasCase, kmsKeyCase } from './kms.ts';
import { s3BucketCase } from './s3.ts';

/** One of each handler. */
export const CASES: readonly HandlerCase[] = [
  kmsKeyCase,
  kmsAliasCase,
  s3BucketCase,
  iamRoleCase,
  iamInstanceProfileCase,
];
