/** Whether a name is as one of the patterns says, in which `*` stands for any characters. */
export const fitsOneOf = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`).test(name));
