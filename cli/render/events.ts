import type { Event } from '../../client/contract.ts';
import type { Colors } from '../screen.ts';

/** When, and what. Calls to AWS are many and pale; those that failed are not. */
export function renderEvent({ time, type, message, data }: Event, colors: Colors): string {
  const when = colors.dim(time.replace(/\.\d+Z$/, 'Z'));
  return `${when}  ${painted(type, message, data, colors)}`;
}

function painted(type: Event['type'], message: string, data: Event['data'], colors: Colors): string {
  if (type === 'aws.call') return data.result === 'ok' ? colors.dim(message) : message;
  if (type === 'environment.failed') return colors.red(message);
  return type === 'environment.drifted' ? colors.yellow(message) : colors.bold(message);
}
