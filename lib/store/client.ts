import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { within } from '../timeouts.ts';

/** A document client that leaves absent fields out of items. */
export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler: within(1_000, 3_000) }), {
    marshallOptions: { removeUndefinedValues: true },
  });
