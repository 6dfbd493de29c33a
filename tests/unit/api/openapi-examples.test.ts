import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openapiDocument } from '../../../lib/api/openapi.ts';
import { PROBLEM_EXAMPLES } from '../../../lib/api/problem-examples.ts';
import type { SAMPLES } from '../../../lib/api/samples.ts';

interface Content {
  schema: object;
  example?: unknown;
  examples?: Record<string, { $ref?: string; value?: unknown }>;
}
interface Operation {
  operationId?: keyof typeof SAMPLES;
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { content?: Record<string, Content> }>;
  'x-codeSamples': { label: string; source: string }[];
}

const document = JSON.parse(JSON.stringify(openapiDocument())) as {
  paths: Record<string, Record<string, Operation>>;
  components: { examples: Record<string, { value: unknown }> };
};
const operations = Object.values(document.paths)
  .flatMap((path) => Object.values(path))
  .filter(({ operationId }) => operationId);

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ ...document, $id: 'contract' });

/** References are within the document. */
const validator = (schema: object) =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"contract#/')));

const shown = ({ example, examples = {} }: Content): unknown[] => [
  ...(example === undefined ? [] : [example]),
  ...Object.values(examples).map(({ $ref, value }) =>
    $ref ? document.components.examples[$ref.replace('#/components/examples/', '')]?.value : value,
  ),
];

describe.each(operations)('$operationId', (operation) => {
  const contents = [
    ...Object.entries(operation.requestBody?.content ?? {}),
    ...Object.values(operation.responses).flatMap(({ content }) => Object.entries(content ?? {})),
  ];

  it('shows an example of every body, and each is what its schema says', () => {
    expect(contents.length).toBeGreaterThan(0);
    for (const [type, content] of contents) {
      const validate = validator(content.schema);
      expect([type, shown(content).length > 0]).toEqual([type, true]);
      for (const example of shown(content)) {
        validate(example);
        expect([type, validate.errors]).toEqual([type, null]);
      }
    }
  });

  it('shows each problem of a status, and none of another', () => {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      const problems = content?.['application/problem+json'];
      const statuses = problems
        ? shown(problems).map((problem) => (problem as { status: number }).status)
        : [];
      expect(new Set(statuses)).toEqual(new Set(Number(status) < 400 ? [] : [Number(status)]));
    }
  });

  it('shows how to call it', () => {
    const samples = operation['x-codeSamples'];
    expect(samples[0]?.label).toBe('curl');
    for (const { label, source } of samples) {
      // The page cuts off longer ones.
      expect(label).toMatch(/^(curl|groundwork)(: .{1,14})?$/);
      expect(source).toContain(label.startsWith('curl') ? 'localhost:3000/' : 'groundwork ');
      // More are cut off where the page has two columns.
      expect(source.split('\n').filter((line) => line.length > 72)).toEqual([]);
    }
  });
});

it('every problem is told by its own title and status', () => {
  for (const [code, { type, detail, nextAction }] of Object.entries(PROBLEM_EXAMPLES)) {
    expect(type).toBe(`urn:groundwork:problem:${code}`);
    expect([detail, nextAction]).toEqual([expect.stringMatching(/[.]$/), expect.stringMatching(/[.]$/)]);
  }
});
