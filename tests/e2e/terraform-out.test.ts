import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { expect, it } from '@jest/globals';
import { REGION, WAIT } from '../support/http.ts';
import { inventory } from '../support/inventory.ts';
import { useFolder, useSystem } from '../support/suite.ts';
import { describeWithTerraform, differs, takeIn } from '../support/terraform/terraform.ts';

const system = useSystem();
const folder = useFolder();

/** Among them every kind of spec there is; the numbers are the resources that Terraform makes of each. */
const SPECS: [what: string, imports: number, id: string, spec: object][] = [
  ['with its own key, versions and one IPv4 address', 19, 'plain', { allowedCidrs: ['203.0.113.7'] }],
  [
    'with AES256, without versions, for IPv6 and a VPC endpoint',
    15,
    'simple',
    {
      encryption: { algorithm: 'AES256' },
      storage: { versioning: false },
      allowedCidrs: ['2001:db8::/32'],
      allowedVpcEndpoints: ['vpce-0a1b2c3d4e5f60718'],
    },
  ],
  [
    'with names, expiry, tags, services and blocks of its own',
    19,
    'special',
    {
      allowedCidrs: ['203.0.113.0/24', '198.51.100.7', '2001:db8:1::/48'],
      encryption: { keyAlias: 'alias/team/special', deletionWindowDays: 7 },
      storage: {
        initialBucketName: 'in-special-files',
        finalBucketName: 'out-special-files',
        expireAfterDays: 30,
      },
      role: {
        name: 'special_role',
        policyName: 'special_policy',
        instanceProfileName: 'special_profile',
        trustedServices: ['ec2.amazonaws.com', 'lambda.amazonaws.com'],
      },
      tags: { team: 'files', Name: 'a b=c+d@e:f/g' },
    },
  ],
];

describeWithTerraform('an environment, taken into Terraform', () => {
  it.each(SPECS)(
    '%s is %d things to import, and nothing to add, change or destroy, then or afterwards',
    async (_, imports, id, spec) => {
      expect((await system.create(id, spec)).body).toMatchObject({ status: 'READY' });
      const { status, body } = await system.send(`GET /environments/${id}/terraform`);
      expect(status).toBe(200);
      expect(await takeIn(folder, body)).toEqual({
        summary: `Plan: ${imports} to import, 0 to add, 0 to change, 0 to destroy.`,
        afterwards: 0,
      });
    },
    180_000,
  );

  it('is handed over: groundwork forgets it, everything stays, and Terraform still has nothing to do', async () => {
    const before = await inventory({ region: REGION });
    const { body: kept } = await system.send('GET /environments/special/terraform');

    const { status, body } = await system.send('DELETE /environments/special?retain=true', { headers: WAIT });

    expect([status, body.status, body.statusReason]).toEqual([200, 'DELETED', 'retained']);
    expect(await inventory({ region: REGION })).toEqual(before);
    const { Role } = await new IAMClient({ region: REGION }).send(
      new GetRoleCommand({ RoleName: 'special_role' }),
    );
    expect(Role?.Tags?.map(({ Key }) => Key).sort()).toEqual([
      'Name',
      'groundwork:final-bucket',
      'groundwork:initial-bucket',
      'team',
    ]);
    expect(await differs(folder)).toBe(0);
    // Whoever had not saved it can still have it.
    expect((await system.send('GET /environments/special/terraform')).body).toEqual(kept);
  }, 120_000);
});
