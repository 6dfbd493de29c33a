/** Calls by service, in alphabetical order. */
export type CallCounts = Record<string, number>;

/** How many calls went to each service. @param calls named as the proxy names them: `IAM.CreateRole` */
export function countByService(calls: readonly { name: string }[]): CallCounts {
  const counts: CallCounts = {};
  for (const service of calls.map(({ name }) => name.split('.')[0] ?? '').sort())
    counts[service] = (counts[service] ?? 0) + 1;
  return counts;
}

/** All of them. */
export const totalOf = (counts: CallCounts): number => Object.values(counts).reduce((a, b) => a + b, 0);

/** How many there were of each on average. */
export function averageOf(all: readonly CallCounts[]): CallCounts {
  const services = [...new Set(all.flatMap((counts) => Object.keys(counts)))].sort();
  const sum = (service: string) => all.reduce((total, counts) => total + (counts[service] ?? 0), 0);
  return Object.fromEntries(services.map((service) => [service, sum(service) / all.length]));
}
