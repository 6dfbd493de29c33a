import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

interface Resource {
  Type: string;
  Condition?: string;
  Properties: Record<string, unknown>;
}
type Named = [name: string, resource: Resource];

const ROOT = new URL('../../../', import.meta.url);
const template = (path: string) => parse(readFileSync(new URL(path, ROOT), 'utf8'));

const { functions, resources } = template('serverless.yml');

/** Each resource of `iam/` with the words by which serverless.yml takes it in. */
const inIam = readdirSync(new URL('iam/', ROOT)).flatMap((file) =>
  Object.entries<Resource>(template(`iam/${file}`)).map(([name, resource]) => ({
    name,
    resource,
    reference: `\${file(iam/${file}):${name}}`,
  })),
);
const roles = inIam.flatMap(({ name, resource }): Named[] =>
  resource.Type === 'AWS::IAM::Role' ? [[name, resource]] : [],
);

describe.each(roles)('%s', (_, role) => {
  it('has the policies that stand at it, and nothing else that could grant', () => {
    expect(Object.keys(role).sort()).toEqual(['Properties', 'Type']);
    expect(Object.keys(role.Properties).sort()).toEqual(['AssumeRolePolicyDocument', 'Policies']);
  });

  it('can be assumed by Lambda alone', () => {
    expect(role.Properties.AssumeRolePolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    });
  });
});

describe('besides roles there is', () => {
  const others = inIam.filter(({ resource }) => resource.Type !== 'AWS::IAM::Role');
  const propertiesOf = (wanted: string) => others.find(({ name }) => name === wanted)?.resource.Properties;

  it('the boundary and what imports need', () => {
    expect(Object.fromEntries(others.map(({ name, resource }) => [name, resource.Type]))).toEqual({
      Boundary: 'AWS::IAM::ManagedPolicy',
      AdoptionPolicy: 'AWS::IAM::Policy',
    });
  });

  it('nobody who has the boundary but by being held by it', () => {
    expect(Object.keys(propertiesOf('Boundary') ?? {}).sort()).toEqual(['Description', 'PolicyDocument']);
  });

  it('nobody but the worker who may take over, and only where imports are on', () => {
    expect(propertiesOf('AdoptionPolicy')).toEqual({
      PolicyName: 'adoption',
      Roles: [{ Ref: 'ReconcileRole' }],
      PolicyDocument: expect.anything(),
    });
    expect(others.find(({ name }) => name === 'AdoptionPolicy')?.resource.Condition).toBe('TakesOver');
    expect(resources.Conditions.TakesOver).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [`\${param:imports}`, 'off'] }],
    });
  });
});

describe('the stack', () => {
  const FILE = /^\$\{file\(([^)]+)\):(\w+)\}$/;
  /** What serverless.yml has in itself, or takes in from a file. */
  const typeOf = (declared: string | Resource): string => {
    if (typeof declared !== 'string') return declared.Type;
    const [, path = '', name = ''] = FILE.exec(declared) ?? [];
    return template(path)[name].Type;
  };
  const grants = (type: string): boolean => /^AWS::IAM::|Policy$|Permission$/.test(type);
  const declared = Object.entries<string | Resource>(resources.Resources);

  it('grants something by what stands in iam/ alone, and by all of it', () => {
    const granting = declared.filter(([, resource]) => grants(typeOf(resource)));
    expect(Object.fromEntries(granting)).toEqual(
      Object.fromEntries(inIam.map(({ name, reference }) => [name, reference])),
    );
  });

  it('adds nothing to a role or policy behind its back', () => {
    const extended = Object.keys(resources.extensions);
    expect(inIam.map(({ name }) => name).filter((name) => extended.includes(name))).toEqual([]);
  });

  it('has for every role one function that runs as it', () => {
    const used = Object.values<{ role: string }>(functions).map(({ role }) => role);
    expect(used.toSorted()).toEqual(roles.map(([name]) => name).toSorted());
  });
});
