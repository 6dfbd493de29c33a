import type { Journal, ResourceState } from '../../lib/provisioning/resource.ts';

export interface MemoryJournal extends Journal {
  /** Everything noted, oldest first. */
  readonly notes: { logicalId: string; change: ResourceState }[];
  /** What a record would remember now. */
  readonly states: Map<string, ResourceState>;
}

/** A journal that is durable at once. @param remembered states that earlier runs left behind, by logical id */
export function memoryJournal(remembered: Readonly<Record<string, ResourceState>> = {}): MemoryJournal {
  const states = new Map(Object.entries(remembered));
  const notes: MemoryJournal['notes'] = [];
  const tell: Journal['tell'] = (logicalId, change) => {
    notes.push({ logicalId, change });
    states.set(logicalId, change);
  };
  return {
    notes,
    states,
    state: (logicalId) => states.get(logicalId),
    note: async (logicalId, change) => tell(logicalId, change),
    tell,
  };
}
