import type { ReactNode } from 'react';
import type { Environment } from '../../../client/contract.ts';
import { Section } from './section.tsx';

/** What is desired, field by field. */
export function SettingsSection({ environment: { spec } }: { environment: Environment }) {
  const { encryption, storage, role } = spec;
  const isKeyed = encryption.algorithm === 'aws:kms';
  return (
    <Section id="settings" aside={<span className="muted">what is desired</span>}>
      <dl className="env-facts env-facts-wide">
        <Fact term="Region">{spec.region}</Fact>
        <Fact term="Addresses that may use the buckets">
          <Codes values={spec.allowedCidrs} />
        </Fact>
        <Fact term="VPC endpoints that may">
          <Codes values={spec.allowedVpcEndpoints} />
        </Fact>
        <Fact term="Encryption">
          {isKeyed ? 'a KMS key of its own' : "S3's own keys (AES256)"}
          {encryption.deletionWindowDays !== undefined &&
            `, which stays ${encryption.deletionWindowDays} days after a deletion`}
        </Fact>
        <Fact term="Versioning">{storage.versioning ? 'on' : 'off'}</Fact>
        <Fact term="Objects expire">
          {storage.expireAfterDays ? `after ${storage.expireAfterDays} days` : 'never'}
        </Fact>
        <Fact term="Services that may use the role">
          <Codes values={role.trustedServices} />
        </Fact>
        <Fact term="A deletion empties the buckets">
          {spec.forceDestroy ? 'yes, always' : 'only if asked to'}
        </Fact>
      </dl>
    </Section>
  );
}

export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Codes({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <span className="muted">none</span>;
  return (
    <ul className="env-codes">
      {values.map((value) => (
        <li key={value}>
          <code>{value}</code>
        </li>
      ))}
    </ul>
  );
}
