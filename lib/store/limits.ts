import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';

/** Seconds after which a count is of no use to anybody. */
const KEPT_FOR = 60 * 60;

/** How often a tenant has asked for something in a minute. */
export interface Counter {
  /**
   * Counts a request.
   *
   * @param kind requests of each are counted for themselves
   * @param minute the minute's begin, RFC 3339
   * @returns how many there were in it, this one included
   */
  count(tenant: string, kind: string, minute: string): Promise<number>;
}

/** One item per tenant, kind and minute, so that a count needs no condition and goes by itself. */
export const requestCounter = (client: DynamoDBDocumentClient, table: string): Counter => ({
  async count(tenant, kind, minute) {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { tenant, counted: `${kind} ${minute}` },
        UpdateExpression: 'SET purgeAt = :purgeAt ADD requests :one',
        ExpressionAttributeValues: { ':one': 1, ':purgeAt': Date.parse(minute) / 1000 + KEPT_FOR },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.requests);
  },
});
