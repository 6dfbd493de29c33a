import type { Life, Point } from '../support/worker-life.ts';
import type { Workplace } from './workplace.ts';

/** Where a worker ends: before it sent this request, or when AWS has carried it out and the answer is under way. */
export interface Death extends Point {
  when: 'not sent' | 'answer lost';
}

export const deathName = ({ name, nth, when }: Death): string => `${name} #${nth}, ${when}`;

/**
 * A run that ends there, with no chance to clean up: nothing that it still had to do happens. Requests that are
 * under way at that moment are carried out.
 *
 * @returns whether the run came to that point; else it came to its end
 */
export async function diesAt(place: Workplace, death: Death): Promise<boolean> {
  const died = Promise.withResolvers<true>();
  const never = new Promise<never>(() => undefined);
  let dead = false;
  let underWay = 0;
  const isHere = ({ name, nth }: Point) => name === death.name && nth === death.nth;
  const dies = (): Promise<never> => {
    dead = true;
    if (underWay === 0) died.resolve(true);
    return never;
  };
  const life: Life = place.life({
    async before(point) {
      if (dead || (death.when === 'not sent' && isHere(point))) await dies();
      underWay += 1;
    },
    async after(point) {
      underWay -= 1;
      if (dead || (death.when === 'answer lost' && isHere(point))) await dies();
    },
  });
  return Promise.race([died.promise, place.deliver(life).then(() => false)]);
}
