import { type DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { EnvironmentKey, EnvironmentRecord, Status } from '../environment/environment.ts';
import { logger } from '../logger.ts';
import { FIRST_ID, fromItem, isPurged, UnreadableRecord } from './item.ts';

export interface ListQuery {
  /** Left out: all of them, in no order. */
  tenant?: string;
  limit: number;
  /** Where the page before ended, as it said. */
  after?: string;
  status?: Status;
  tags: Readonly<Record<string, string>>;
}

export interface Page {
  records: EnvironmentRecord[];
  /** An id, or `tenant/id` among those of all tenants. Absent: this is the last page. */
  next?: string;
}

/** Reads that a filter may cost at most before a page is handed out short. */
const READS_PER_PAGE = 10;

/** A page of environments, by id. */
export async function list(
  client: DynamoDBDocumentClient,
  table: string,
  query: ListQuery,
  now: Date,
): Promise<Page> {
  const { limit, tenant } = query;
  const position = (key: EnvironmentKey): string => (tenant ? key.id : `${key.tenant}/${key.id}`);
  const records: EnvironmentRecord[] = [];
  let after = query.after;
  for (let reads = 0; reads < READS_PER_PAGE; reads++) {
    const { Items = [], LastEvaluatedKey } = await read(client, table, query, after);
    records.push(...Items.filter((item) => !isPurged(item, now)).flatMap(readable));
    after = LastEvaluatedKey && position(LastEvaluatedKey as EnvironmentKey);
    if (!after || records.length >= limit) break;
  }
  const page = records.slice(0, limit);
  const last = page.at(-1);
  const next = records.length > limit && last ? position(last) : after;
  return { records: page, ...(next && { next }) };
}

function read(
  client: DynamoDBDocumentClient,
  table: string,
  { tenant, limit, status, tags }: ListQuery,
  after: string | undefined,
) {
  const wanted = Object.entries(tags).map(([key, value], index) => ({ key, value, name: `tag${index}` }));
  const filters = [
    status ? '#status = :status' : '#status <> :status',
    ...wanted.map(({ name }) => `#spec.#tags.#${name} = :${name}`),
  ];
  const common = {
    TableName: table,
    ExpressionAttributeNames: {
      '#id': 'id',
      '#status': 'status',
      ...(wanted.length > 0 && { '#spec': 'spec', '#tags': 'tags' }),
      ...Object.fromEntries(wanted.map(({ name, key }) => [`#${name}`, key])),
    },
    ExpressionAttributeValues: {
      ':first': FIRST_ID,
      ':status': status ?? 'DELETED',
      ...Object.fromEntries(wanted.map(({ name, value }) => [`:${name}`, value])),
    },
    ConsistentRead: true,
    Limit: limit,
  };
  if (!tenant) {
    return client.send(
      new ScanCommand({
        ...common,
        FilterExpression: ['#id >= :first', ...filters].join(' AND '),
        ExclusiveStartKey: after === undefined ? undefined : keyAt(after),
      }),
    );
  }
  return client.send(
    new QueryCommand({
      ...common,
      KeyConditionExpression: '#tenant = :tenant AND #id >= :first',
      FilterExpression: filters.join(' AND '),
      ExpressionAttributeNames: { ...common.ExpressionAttributeNames, '#tenant': 'tenant' },
      ExpressionAttributeValues: { ...common.ExpressionAttributeValues, ':tenant': tenant },
      ExclusiveStartKey: after ? { tenant, id: after } : undefined,
    }),
  );
}

/** No id has a slash in it; a tenant may. */
const keyAt = (position: string): EnvironmentKey => ({
  tenant: position.slice(0, position.lastIndexOf('/')),
  id: position.slice(position.lastIndexOf('/') + 1),
});

/** One that can't be read must not hide the others. */
function readable(item: Record<string, unknown>): EnvironmentRecord[] {
  try {
    return [fromItem(item)];
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    logger.error('record left out of a list', { error });
    return [];
  }
}
