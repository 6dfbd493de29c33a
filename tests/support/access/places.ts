import { ALLOWED } from './environment.ts';

/** Where a request comes from, as AWS tells it to policies. */
export interface Place {
  name: string;
  context: Record<string, string>;
}

const DIRECT = {
  'aws:SecureTransport': 'true',
  'aws:ViaAWSService': 'false',
  'aws:PrincipalIsAWSService': 'false',
};

const from = (address: string) => ({ ...DIRECT, 'aws:SourceIp': address });
/** Through an endpoint no address of the caller arrives. */
const through = (endpoint: string) => ({ ...DIRECT, 'aws:SourceVpce': endpoint });

const INSIDE_ADDRESS = '203.0.113.7';
const OUTSIDE_ADDRESS = '198.51.100.1';

export const INSIDE: readonly Place[] = [
  { name: 'an allowed IPv4 address', context: from(INSIDE_ADDRESS) },
  { name: 'an allowed IPv6 address', context: from('2001:db8::17') },
  { name: 'an allowed VPC endpoint', context: through(ALLOWED.endpoint) },
];

export const OUTSIDE: readonly Place[] = [
  { name: 'another IPv4 address', context: from(OUTSIDE_ADDRESS) },
  { name: 'another IPv6 address', context: from('2001:db9::1') },
  { name: 'another VPC endpoint', context: through('vpce-99999999999999999') },
];

export const THROUGH_A_SERVICE: Place = {
  name: 'anywhere, through another AWS service',
  context: { ...from(OUTSIDE_ADDRESS), 'aws:ViaAWSService': 'true' },
};

/** An AWS service has no address that policies are told. */
export const FROM_A_SERVICE: Place = {
  name: 'its own network',
  context: { ...DIRECT, 'aws:PrincipalIsAWSService': 'true' },
};

export const INSIDE_WITHOUT_TLS: Place = {
  name: 'an allowed IPv4 address, without TLS',
  context: { ...from(INSIDE_ADDRESS), 'aws:SecureTransport': 'false' },
};
