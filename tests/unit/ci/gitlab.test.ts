import { describe, expect, it } from '@jest/globals';
import { component, included, type Job } from '../../support/gitlab.ts';

/** https://docs.gitlab.com/ci/yaml/#stages */
const STAGES = ['.pre', 'build', 'test', 'deploy', '.post'];
const UNLESS_SAID = 'test';

const { base, jobs, inputs } = component();
const { 'create-environment': create, 'delete-environment': remove } = jobs;

describe('the pipeline that docs/ci.md shows', () => {
  const shown = included();
  const made = component(shown.inputs);
  const all: Record<string, Job> = { ...made.jobs, ...shown.jobs };
  const stageOf = (job: Job | undefined): number =>
    STAGES.indexOf(job?.stage ?? (job?.extends ? made.base.stage : UNLESS_SAID));

  it('has jobs in stages that there are', () => {
    for (const job of Object.values(all)) expect(stageOf(job)).toBeGreaterThanOrEqual(0);
  });

  it('has no job that needs what is not there, or comes later', () => {
    const needs = Object.values(all).flatMap((job) => (job.needs ?? []).map((name) => ({ job, name })));
    expect(needs.map(({ name }) => name)).toContain('create-environment');
    for (const { job, name } of needs) {
      expect(Object.keys(all)).toContain(name);
      expect(stageOf(all[name])).toBeLessThanOrEqual(stageOf(job));
    }
  });

  it('runs each job for merge requests, like those that it needs', () => {
    const conditions = Object.values(all).map(({ rules }) => rules.map((rule) => rule.if));
    expect(conditions).toEqual(conditions.map(() => ['$CI_PIPELINE_SOURCE == "merge_request_event"']));
  });

  it('gives the component what has no default', () => {
    const needed = Object.keys(inputs).filter((name) => inputs[name]?.default === undefined);
    expect(Object.keys(shown.inputs)).toEqual(expect.arrayContaining(needed));
  });
});

describe('the component', () => {
  it('makes an environment for each merge request, that ends by itself', () => {
    expect(base.variables).toMatchObject({
      GROUNDWORK_ID: 'mr-$CI_MERGE_REQUEST_IID',
      GROUNDWORK_TTL: '72h',
    });
    expect(create).toMatchObject({
      extends: '.groundwork',
      rules: [{ if: expect.anything() }],
      environment: { name: 'mr-$CI_MERGE_REQUEST_IID', on_stop: 'delete-environment' },
    });
    expect(create?.rules[0]?.when).toBeUndefined();
  });

  it('deletes it, whatever is in it, when GitLab stops it or somebody asks, and not before', () => {
    expect(remove).toMatchObject({
      extends: '.groundwork',
      rules: [{ when: 'manual', allow_failure: true }],
      environment: { name: create?.environment?.name, action: 'stop' },
      // The branch may be gone by then.
      variables: { GIT_STRATEGY: 'none' },
    });
    expect(remove?.script.at(-1)).toMatch(/ delete --if-exists --yes --force /);
  });

  it('lets one job at a time at an environment', () => {
    expect(base.resource_group).toBe('groundwork/mr-$CI_MERGE_REQUEST_IID');
    expect(component({ url: '', cli: '', id: 'other' }).base.resource_group).toBe('groundwork/other');
  });

  it('lets no input into a script, where it would be read as code', () => {
    const mark = 'from an input';
    const marked = component(Object.fromEntries(Object.keys(inputs).map((name) => [name, mark])));
    const lines = [marked.base.before_script, ...Object.values(marked.jobs).map((job) => job.script)].flat();
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.filter((line) => line.includes(mark))).toEqual([]);
  });
});
