import { describe, expect, it } from '@jest/globals';
import { EXAMPLES } from '../../../lib/api/examples.ts';
import { openapiDocument } from '../../../lib/api/openapi.ts';
import { pagePosition } from '../../../lib/api/pages.ts';
import * as schemas from '../../../lib/api/response-schemas.ts';

const { environment, environmentList, health, problem } = schemas;
const {
  list,
  health: healthy,
  plan,
  updatePlan,
  importPlan,
  drift,
  events,
  outputs,
  terraform,
  // Of no schema's form: the contract does not describe itself.
  contract: _,
  ...environments
} = EXAMPLES;

describe('an example in the contract is what is answered', () => {
  it.each(Object.entries(environments))('with an environment: %s', (_, example) => {
    expect(environment.parse(example)).toEqual(example);
  });

  it.each([
    ['plan', schemas.plan, plan],
    ['plan of a change', schemas.plan, updatePlan],
    ['plan of an import', schemas.plan, importPlan],
    ['configuration for Terraform', schemas.terraformConfiguration, terraform],
    ['drift', schemas.drift, drift],
    ['list of events', schemas.eventList, events],
    ["an environment's outputs", schemas.outputs, outputs],
  ])('with a %s', (_, schema, example) => expect(schema.parse(example)).toEqual(example));

  it('with a list, whose page token is one', () => {
    expect(environmentList.parse(list)).toEqual(list);
    expect(pagePosition(list.nextPageToken ?? '', '111122223333')).toBe('pr-123');
  });

  it('with the health', () => expect(health.parse(healthy)).toEqual(healthy));

  it('with a problem', () => {
    const { components } = openapiDocument() as {
      components: { schemas: { Problem: { examples: unknown[] } } };
    };
    const [example] = components.schemas.Problem.examples;
    expect(problem.parse(example)).toEqual(example);
  });
});
