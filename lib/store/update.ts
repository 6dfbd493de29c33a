import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { EnvironmentKey } from '../environment/environment.ts';

interface Change {
  key: EnvironmentKey;
  /** Attributes to set, `map.key` for one key of a map; `undefined` removes. */
  set: Readonly<Record<string, unknown>>;
  /** Numbers to add one to. */
  increment: readonly string[];
  /** Clauses by name, all of which must hold; `:values` of theirs stand in `values`. */
  when: Readonly<Record<string, string>>;
  values: Readonly<Record<string, unknown>>;
  /** Whether the item as written is asked for; without it, it is empty. */
  returning?: 'item';
}

/** The write happened, or it did not because of the item as it is (`undefined`: there is none). */
export type Written =
  | { written: true; item: Record<string, unknown> }
  | { written: false; item: Record<string, unknown> | undefined };

/** One conditional single-item write. The condition's attribute names are given literally as `#name`. */
export async function update(
  client: DynamoDBDocumentClient,
  table: string,
  { key, set, increment, when, values, returning }: Change,
): Promise<Written> {
  const condition = Object.values(when).join(' AND ');
  const sets = Object.keys(set).filter((name) => set[name] !== undefined);
  const removes = Object.keys(set).filter((name) => set[name] === undefined);
  const paths = [...sets, ...removes, ...increment].flatMap((path) => path.split('.'));
  const names = new Set([...paths, ...namesIn(condition)]);
  const assignments = [
    ...sets.map((path) => `${placeholder(path)} = ${setValue(path)}`),
    ...increment.map((name) => `#${name} = #${name} + :one`),
  ];
  const expression = [
    assignments.length > 0 ? `SET ${assignments.join(', ')}` : '',
    removes.length > 0 ? `REMOVE ${removes.map(placeholder).join(', ')}` : '',
  ];
  return settled(async () => {
    const { Attributes = {} } = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { tenant: key.tenant, id: key.id },
        UpdateExpression: expression.join(' ').trim(),
        ConditionExpression: condition,
        ExpressionAttributeNames: Object.fromEntries([...names].map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...(increment.length > 0 && { ':one': 1 }),
          ...values,
          ...Object.fromEntries(sets.map((path) => [setValue(path), set[path]])),
        },
        ReturnValues: returning === 'item' ? 'ALL_NEW' : 'NONE',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return Attributes;
  });
}

/** Runs a conditional write and turns a failed condition into its answer. */
export async function settled(write: () => Promise<Record<string, unknown>>): Promise<Written> {
  try {
    return { written: true, item: await write() };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { written: false, item: error.Item && unmarshall(error.Item) };
  }
}

/** `outbox.abc` as `#outbox.#abc`. */
const placeholder = (path: string): string =>
  path
    .split('.')
    .map((name) => `#${name}`)
    .join('.');

const setValue = (path: string): string => `:set_${path.replaceAll('.', '_')}`;

const namesIn = (condition: string): string[] =>
  Array.from(condition.matchAll(/#(\w+)/g), ([, name = '']) => name);
