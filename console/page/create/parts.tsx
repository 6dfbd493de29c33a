import { useFieldArray, useFormContext } from 'react-hook-form';
import { TRUSTABLE_SERVICES } from '../../../lib/environment/environment.ts';
import { CheckField, elementOf, Fault, LABELS, LinesField, said, TextField, useFault } from './fields.tsx';
import type { Draft } from './request.ts';

/** Who may use the buckets. */
export function NetworkPart() {
  return (
    <>
      <LinesField
        field="allowedCidrs"
        placeholder={'203.0.113.7\n198.51.100.0/24'}
        hint="Addresses and blocks from which the buckets may be used, one a line. Left empty: from any, with a warning."
      />
      <LinesField
        field="allowedVpcEndpoints"
        placeholder="vpce-0123456789abcdef0"
        hint="Gateway endpoints of VPCs, one a line. Traffic through them has no address, and is denied otherwise."
      />
    </>
  );
}

const ENDS: Record<Exclude<Draft['end'], 'keep'>, string> = {
  never: 'When somebody deletes it',
  ttl: 'After a time',
  expiresAt: 'At a time',
};

/** When it goes by itself. */
export function EndPart() {
  const { register, watch } = useFormContext<Draft>();
  const end = watch('end');
  return (
    <>
      <fieldset>
        <legend>When it ends</legend>
        {Object.entries(ENDS).map(([value, label]) => (
          <label key={value} className="choice">
            <input type="radio" value={value} {...register('end')} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      {end === 'ttl' && <TextField field="ttl" hint="90m, 72h or 7d, counted from now on." />}
      {end === 'expiresAt' && <TextField field="expiresAt" type="datetime-local" hint="In your time zone." />}
    </>
  );
}

/** Names and values that everything gets. */
export function TagsPart() {
  const { control, register } = useFormContext<Draft>();
  const { fields, append, remove } = useFieldArray({ control, name: 'tags' });
  const fault = useFault('tags.root' as 'tags');
  return (
    <fieldset id={elementOf('tags')} tabIndex={-1}>
      <legend>Tags</legend>
      {fields.map(({ id }, row) => (
        <div key={id} className="tag-row">
          <input
            aria-label={`Key of tag ${row + 1}`}
            placeholder="key"
            autoComplete="off"
            {...said(`tags.${row}.key`, {})}
            {...register(`tags.${row}.key`)}
          />
          <input
            aria-label={`Value of tag ${row + 1}`}
            placeholder="value"
            autoComplete="off"
            {...register(`tags.${row}.value`)}
          />
          <button type="button" className="button button-small" onClick={() => remove(row)}>
            Remove<span className="visually-hidden"> tag {row + 1}</span>
          </button>
          <TagFault row={row} />
        </div>
      ))}
      <Fault field="tags" fault={fault} />
      <button type="button" className="button button-small" onClick={() => append({ key: '', value: '' })}>
        Add a tag
      </button>
    </fieldset>
  );
}

function TagFault({ row }: { row: number }) {
  const field = `tags.${row}.key` as const;
  return <Fault field={field} fault={useFault(field)} />;
}

/** What hardly anybody has to say. */
export function AdvancedPart() {
  const { register, watch } = useFormContext<Draft>();
  const hasKey = watch('encryption.algorithm') === 'aws:kms';
  return (
    <div className="advanced">
      <TextField
        field="region"
        placeholder="the deployment's"
        hint="One of those that the deployment allows."
      />
      <fieldset>
        <legend>Encryption</legend>
        <label className="choice">
          <input type="radio" value="aws:kms" {...register('encryption.algorithm')} />
          <span>
            A key of its own <span className="hint">aws:kms, with rotation</span>
          </span>
        </label>
        <label className="choice">
          <input type="radio" value="AES256" {...register('encryption.algorithm')} />
          <span>
            Keys of S3 <span className="hint">AES256, no key to pay for and none to withdraw</span>
          </span>
        </label>
      </fieldset>
      {hasKey && (
        <>
          <TextField field="encryption.keyAlias" placeholder="alias/…, made up from the id" />
          <TextField
            field="encryption.deletionWindowDays"
            placeholder="10"
            inputMode="numeric"
            hint="Days, 7 to 30. So long a deletion can be taken back."
          />
        </>
      )}
      <h2>Storage</h2>
      <TextField field="storage.initialBucketName" placeholder="made up from the id" />
      <TextField field="storage.finalBucketName" placeholder="made up from the id" />
      <TextField field="storage.bucketPrefix" hint="Instead of names: initial-PREFIX…, final-PREFIX…" />
      <TextField
        field="storage.expireAfterDays"
        placeholder="never"
        inputMode="numeric"
        hint="Days; old versions go as many days later."
      />
      <CheckField field="storage.versioning" />
      <h2>Role</h2>
      <TextField field="role.name" placeholder="made up from the id" />
      <TextField field="role.policyName" placeholder="made up from the id" />
      <TextField field="role.instanceProfileName" placeholder="made up from the id" />
      <TrustPart />
    </div>
  );
}

/** The services that may hand the role to what they run. */
export function TrustPart() {
  const { register } = useFormContext<Draft>();
  return (
    <fieldset id={elementOf('role.trustedServices')} tabIndex={-1}>
      <legend>{LABELS['role.trustedServices']}</legend>
      {TRUSTABLE_SERVICES.map((service) => (
        <label key={service} className="choice">
          <input type="checkbox" value={service} {...register('role.trustedServices')} />
          <span>{service}</span>
        </label>
      ))}
      <Fault field="role.trustedServices" fault={useFault('role.trustedServices')} />
    </fieldset>
  );
}
