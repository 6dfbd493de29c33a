import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  GetInstanceProfileCommand,
  GetRoleCommand,
} from '@aws-sdk/client-iam';
import { expect, it } from '@jest/globals';
import { newWorld } from './world.ts';

it('a role that somebody put into a profile of theirs is taken out of it and goes; the profile stays', async () => {
  const world = await newWorld({ algorithm: 'AES256', region: 'eu-west-1' });
  await world.converge();
  const { iam } = world.hand;
  const InstanceProfileName = 'theirs';
  const RoleName = world.names.role;
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));

  const outcomes = await world.dismantle({ force: false });

  expect(outcomes.every(({ result }) => result === 'done')).toBe(true);
  await expect(iam.send(new GetRoleCommand({ RoleName }))).rejects.toThrow(/not found|cannot be found/i);
  const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
  expect(InstanceProfile?.Roles).toEqual([]);
});
