import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { TextField } from '../../create/fields.tsx';
import type { Draft } from '../../create/request.ts';
import { Moment } from '../../ui/time.tsx';

/** When it ends by itself: as it is, never, or after a time. */
export function EndChoice({ expiresAt }: { expiresAt: string | undefined }) {
  const { watch } = useFormContext<Draft>();
  return (
    <>
      <fieldset>
        <legend>When it ends</legend>
        <Choice value="keep">{expiresAt ? <Moment at={expiresAt} /> : 'Never'}, as now</Choice>
        {expiresAt && <Choice value="never">Never</Choice>}
        <Choice value="ttl">After a time</Choice>
      </fieldset>
      {watch('end') === 'ttl' && <TextField field="ttl" hint="90m, 72h or 7d, counted from the change on." />}
    </>
  );
}

function Choice({ value, children }: { value: Draft['end']; children: ReactNode }) {
  const { register } = useFormContext<Draft>();
  return (
    <label className="choice">
      <input type="radio" value={value} {...register('end')} />
      <span>{children}</span>
    </label>
  );
}
