import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { newUid } from '../../lib/environment/random.ts';
import { resolveConfiguration } from '../../scripts/local/configuration.ts';

let resolving: ReturnType<typeof resolveConfiguration> | undefined;

/** A new, empty table as serverless.yml defines it, in the account entered last. @returns its name */
export async function newTable(logicalId: 'Environments' | 'Events' | 'Limits'): Promise<string> {
  resolving ??= resolveConfiguration();
  const resource = (await resolving).resources.Resources[logicalId];
  const { Properties } = resource as unknown as { Properties: CreateTableCommandInput };
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = Properties;
  const TableName = `table-${newUid()}`;
  const definition = { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
  await new DynamoDBClient().send(
    new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...definition }),
  );
  return TableName;
}
