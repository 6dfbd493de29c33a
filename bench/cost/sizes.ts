import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';

type Attributes = Record<string, AttributeValue>;

/** Bytes that DynamoDB counts for an item: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export const bytesOf = (item: Attributes): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOfValue(value), 0);

/** A map or list takes three bytes, and one for each member. */
function bytesOfValue({ S, N, M, L }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (M) return 3 + bytesOf(M) + Object.keys(M).length;
  if (L) return L.reduce((sum, value) => sum + 1 + bytesOfValue(value), 3);
  // True, false, null.
  return 1;
}

/** The items of a table of the system's. @param env of its functions */
export async function itemsOf(
  TableName: string,
  endpoint: string,
  env: NodeJS.ProcessEnv,
): Promise<Attributes[]> {
  const client = new DynamoDBClient({
    endpoint,
    region: env.AWS_REGION ?? '',
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
      ...(env.AWS_SESSION_TOKEN && { sessionToken: env.AWS_SESSION_TOKEN }),
    },
  });
  const items: Attributes[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) items.push(...Items);
  client.destroy();
  return items;
}
