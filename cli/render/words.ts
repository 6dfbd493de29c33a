/** What resources are called, by their key in the blueprint. */
const NAMES: Readonly<Record<string, string>> = {
  key: 'KMS key',
  alias: 'KMS alias',
  initialBucket: 'initial bucket',
  finalBucket: 'final bucket',
  role: 'IAM role',
  instanceProfile: 'instance profile',
};

export const WIDEST_NAME = Math.max(...Object.values(NAMES).map((name) => name.length));

/** What came with a later version is called as it calls itself. */
export const nameOf = (logicalId: string): string => NAMES[logicalId] ?? logicalId;
