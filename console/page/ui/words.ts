import type { Environment, Resource } from '../../../client/contract.ts';

/** Of an environment or of a resource. */
export type Status = Environment['status'] | Resource['status'];

/** In words that people read: `Delete failed`. */
export const statusInWords = (status: Status): string => {
  const words = status.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
