/** What is waited for. */
export type Goal = 'READY' | 'DELETED';

/** What to type to wait on. */
export const waitCommand = (id: string, goal: Goal): string =>
  `groundwork wait ${id}${goal === 'DELETED' ? ' --for deleted' : ''}`;
