import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const service = parse(read('serverless.yml'));
const { Topic, ...alarms } = parse(read('monitoring/alarms.yml')) as Record<
  string,
  { Type: string; Properties: Record<string, unknown> }
>;
const resources: Record<string, unknown> = service.resources.Resources;

function propertiesOf(name: string): object {
  const alarm = alarms[name];
  if (!alarm) throw new Error(`there is no alarm ${name}`);
  return alarm.Properties;
}

/** Every value under a key of this name, however deep. */
function valuesOf(tree: unknown, key: string): unknown[] {
  if (Array.isArray(tree)) return tree.flatMap((inner) => valuesOf(inner, key));
  if (tree === null || typeof tree !== 'object') return [];
  return Object.entries(tree).flatMap(([name, inner]) => [
    ...(name === key ? [inner] : []),
    ...valuesOf(inner, key),
  ]);
}

it.each(['DeadLetters', 'OldMessages', 'WorkerErrors', 'FailedRuns', 'SilentSweeper', 'ApiErrors'])(
  'there is an alarm for %s',
  (name) => expect(alarms).toHaveProperty(name),
);

describe.each(Object.entries(alarms))('the alarm %s', (name, { Type, Properties }) => {
  it('is deployed, and tells the topic when it begins and when it ends', () => {
    expect(Type).toBe('AWS::CloudWatch::Alarm');
    expect(resources[`${name}Alarm`]).toBe(`\${file(monitoring/alarms.yml):${name}}`);
    expect([Properties.AlarmActions, Properties.OKActions]).toEqual([
      [{ Ref: 'AlarmTopic' }],
      [{ Ref: 'AlarmTopic' }],
    ]);
  });

  it('watches what is there', () => {
    // The framework makes the API; everything else is in the file.
    const known = [...Object.keys(resources), 'HttpApi'];
    for (const id of valuesOf(Properties, 'Ref')) expect(known).toContain(id);
    for (const [id] of valuesOf(Properties, 'Fn::GetAtt') as string[][]) expect(known).toContain(id);
    const dimensions = valuesOf(Properties, 'Dimensions').flat() as { Name: string; Value: unknown }[];
    expect(dimensions.length).toBeGreaterThan(0);
    for (const { Name, Value } of dimensions) {
      if (Name !== 'FunctionName') continue;
      const [, key = ''] = /^\$\{self:service\}-\$\{sls:stage\}-(.+)$/.exec(String(Value)) ?? [];
      expect(Object.keys(service.functions)).toContain(key);
    }
  });
});

it('the topic is there, and its address is told', () => {
  expect(Topic?.Type).toBe('AWS::SNS::Topic');
  expect(resources.AlarmTopic).toBe(`\${file(monitoring/alarms.yml):Topic}`);
  expect(service.resources.Outputs.AlarmTopicArn.Value).toEqual({ Ref: 'AlarmTopic' });
});

it("the service's own metric is counted with the dimensions that the alarm asks for", () => {
  const { Namespace, MetricName, Dimensions } = propertiesOf('FailedRuns') as {
    Namespace: string;
    MetricName: string;
    Dimensions: { Name: string }[];
  };
  expect(read('lib/metrics.ts')).toContain(`namespace: '${Namespace}'`);
  for (const file of ['lib/operations/report.ts', 'functions/reconcile.ts']) {
    expect(read(file)).toContain(`addMetric('${MetricName}'`);
  }
  // Powertools adds the service by itself.
  expect(Dimensions.map(({ Name }) => Name)).toEqual(['service', 'stage']);
  expect(read('lib/metrics.ts')).toMatch(/defaultDimensions: \{ stage: /);
});

it('a worker that dies does not set off the alarm for old messages by itself', () => {
  const { Threshold } = propertiesOf('OldMessages') as { Threshold: number };
  expect(Threshold).toBeGreaterThan(service.resources.Resources.Queue.Properties.VisibilityTimeout);
});
