import { type Asked, type AwsAnswer, type AwsRequest, askedFor } from '../aws-request.ts';

/** What a request is about, as far as faults need to know. */
export interface Subject extends Asked {
  /** `KMS.CreateKey`, `S3.PUT policy` */
  name: string;
  /** `bucket:name`, `key:id`, `role:name` …: the things that it names. */
  things: string[];
  /** Sets or gets one aspect of a bucket. */
  bucketConfig?: 'write' | 'read';
  isRead: boolean;
  /** The same for requests that ask the very same. */
  wording: string;
}

/** S3's subresources that are settings of a bucket. */
const BUCKET_CONFIG = new Set([
  'encryption',
  'lifecycle',
  'ownershipControls',
  'policy',
  'publicAccessBlock',
  'tagging',
  'versioning',
]);

export function subjectOf(request: AwsRequest): Subject {
  const { service, operation } = askedFor(request);
  const name = `${service}.${operation}`;
  const subject = { service, operation, name, wording: `${name} ${request.url} ${request.body}` };
  if (service === 'S3') return { ...subject, ...bucketSubject(request) };
  const isRead = /^(Get|List|Describe)/.test(operation);
  if (service === 'KMS') {
    const { KeyId, TargetKeyId, AliasName } = JSON.parse(request.body.toString());
    const named = [KeyId, TargetKeyId, AliasName].filter((value) => typeof value === 'string');
    return { ...subject, isRead, things: named.map((value) => `kms:${value}`) };
  }
  if (service === 'IAM') {
    const form = new URLSearchParams(request.body.toString());
    const named = (kind: string, field: string) => (form.has(field) ? [`${kind}:${form.get(field)}`] : []);
    return {
      ...subject,
      isRead,
      things: [...named('profile', 'InstanceProfileName'), ...named('role', 'RoleName')],
    };
  }
  return { ...subject, isRead: isRead || /^(Query|Scan|BatchGet|Receive)/.test(operation), things: [] };
}

function bucketSubject({ method, url }: AwsRequest): Pick<Subject, 'things' | 'bucketConfig' | 'isRead'> {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, bucket = '', key = ''] = pathname.split('/');
  const isRead = method === 'GET' || method === 'HEAD';
  const isConfig = key === '' && [...searchParams.keys()].some((name) => BUCKET_CONFIG.has(name));
  return {
    things: bucket ? [`bucket:${bucket}`] : [],
    isRead,
    ...(isConfig && { bucketConfig: isRead ? ('read' as const) : ('write' as const) }),
  };
}

/** What the request, so answered, has made. */
export function madeBy({ service, operation, things }: Subject, { status, body }: AwsAnswer): string[] {
  if (status >= 300) return [];
  if (service === 'KMS' && operation === 'CreateKey') {
    return [`kms:${JSON.parse(body.toString()).KeyMetadata.KeyId}`];
  }
  const [first] = things;
  const makes =
    operation === 'CreateAlias' || operation === 'CreateRole' || operation === 'CreateInstanceProfile';
  if (operation === 'CreateAlias') return things.filter((thing) => thing.startsWith('kms:alias/'));
  return first && (makes || isCreateBucket({ service, operation })) ? [first] : [];
}

export const isCreateBucket = ({ service, operation }: Asked): boolean =>
  service === 'S3' && operation === 'PUT';
