import { useState } from 'react';
import type { Environment } from '../../../client/contract.ts';
import { type OutputFormat, useOutputs } from '../api.ts';
import { CodeBlock } from '../ui/code.tsx';
import { ProblemBox } from '../ui/problem.tsx';
import { Section } from './section.tsx';

/** Each with what it is good for, and what a file of it is called. */
const FORMATS: readonly { format: OutputFormat; use: string; file: string }[] = [
  { format: 'json', use: 'For programs.', file: 'outputs.json' },
  { format: 'dotenv', use: 'For $GITHUB_ENV, or to load with `set -a; . file`.', file: 'groundwork.env' },
  { format: 'tfvars', use: 'For Terraform.', file: 'groundwork.tfvars' },
  { format: 'shell', use: 'To source in a shell.', file: 'groundwork.sh' },
  {
    format: 'cloud-init',
    use: 'As user data of an EC2 instance, which then has `upload FILE` and `download NAME`.',
    file: 'user-data.sh',
  },
];

const [JSON_FORMAT] = FORMATS;

/** What a deployment needs to know, in the form that it reads. */
export function OutputsSection({ environment }: { environment: Environment }) {
  const { id, status, readyAt, generation } = environment;
  const isThere = readyAt !== undefined && status !== 'DELETED' && status !== 'DELETING';
  const [format, setFormat] = useState<OutputFormat>('json');
  const { data, error, isLoading } = useOutputs(id, format, isThere);
  const chosen = FORMATS.find((one) => one.format === format) ?? JSON_FORMAT;
  return (
    <Section id="outputs">
      {!isThere && (
        <p className="muted">
          {status === 'DELETED' || status === 'DELETING'
            ? 'There are none: the environment is deleted.'
            : 'They are there once the environment is ready.'}
        </p>
      )}
      {isThere && (
        <>
          <fieldset className="env-formats">
            <legend className="visually-hidden">Format</legend>
            {FORMATS.map((one) => (
              <label key={one.format} className="choice">
                <input
                  type="radio"
                  name="format"
                  value={one.format}
                  checked={one.format === format}
                  onChange={() => setFormat(one.format)}
                />
                {one.format}
              </label>
            ))}
          </fieldset>
          <p className="row">
            <span className="muted">{chosen?.use}</span>
            <a
              className="env-download"
              href={`/api/environments/${id}/outputs?format=${format}`}
              download={`${id}-${chosen?.file}`}
            >
              Download {format}
            </a>
          </p>
          <ProblemBox error={error} />
          {isLoading && <p role="status">Reading …</p>}
          {data !== undefined && <CodeBlock key={generation} label={`Outputs as ${format}`} text={data} />}
        </>
      )}
    </Section>
  );
}
