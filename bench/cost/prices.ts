/** AWS's list prices in US dollars: us-east-1, on demand, without free tiers, looked up in November 2026. */
export const PRICES = {
  /** arm64. https://aws.amazon.com/lambda/pricing */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  /** https://aws.amazon.com/api-gateway/pricing, HTTP APIs */
  httpApiRequest: 1 / 1e6,
  /** On-demand tables. https://aws.amazon.com/dynamodb/pricing/on-demand */
  dynamoWriteUnit: 0.625 / 1e6,
  dynamoReadUnit: 0.125 / 1e6,
  /** Of a standard table, with point-in-time recovery. */
  dynamoGbMonth: 0.25 + 0.2,
  /** Standard queues. https://aws.amazon.com/sqs/pricing */
  sqsRequest: 0.4 / 1e6,
  /** https://aws.amazon.com/eventbridge/pricing, events of one's own */
  event: 1 / 1e6,
  /** https://aws.amazon.com/kms/pricing. After each of the first two rotations a key is a dollar more. */
  kmsKeyMonth: 1,
  kmsRequest: 0.03 / 10_000,
  /** https://aws.amazon.com/s3/pricing: PUT, and LIST, which costs as much; all other. */
  s3Write: 0.005 / 1000,
  s3Read: 0.0004 / 1000,
  /** Of each bucket past an account's 2,000th. */
  s3BucketMonth: 0.02,
  /** Of each metric that an alarm looks at. https://aws.amazon.com/cloudwatch/pricing */
  alarmMonth: 0.1,
  /** A standard Linux runner of two cores; jobs are billed by whole minutes. https://docs.github.com/billing/reference/actions-runner-pricing */
  runnerMinute: 0.006,
} as const;
