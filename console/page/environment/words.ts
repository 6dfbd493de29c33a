const NAMES: Readonly<Record<string, string>> = {
  key: 'Key',
  alias: 'Alias',
  initialBucket: 'Initial bucket',
  finalBucket: 'Final bucket',
  role: 'Role',
  instanceProfile: 'Instance profile',
  environment: 'Environment',
};

const TYPES: Readonly<Record<string, string>> = {
  'kms-key': 'KMS key',
  'kms-alias': 'KMS alias',
  's3-bucket': 'S3 bucket',
  'iam-role': 'IAM role',
  'iam-instance-profile': 'IAM instance profile',
};

/** A resource as people call it. */
export const nameOf = (logicalId: string): string => NAMES[logicalId] ?? logicalId;

export const typeInWords = (type: string): string => TYPES[type] ?? type;

/** `1 call`, `2 calls`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
