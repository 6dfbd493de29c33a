import { createdAs } from './created.ts';
import { idempotencyHeader, type Operation, prefer } from './operation.ts';
import { terraformConfiguration } from './response-schemas.ts';
import type { OperationId } from './routes.ts';
import { importRequest, planQuery } from './schemas.ts';

/** What the contract says of coming from Terraform and of going there. */
export const TERRAFORM: Readonly<Record<Extract<OperationId, 'getTerraform' | 'createImport'>, Operation>> = {
  getTerraform: {
    summary: 'Get an environment as Terraform',
    description:
      'A `main.tf.json` with everything the environment has and `import` blocks: in an empty folder, `terraform plan` imports it and changes nothing, as long as nothing has drifted. Only while it is READY, for otherwise not everything is as it says; and after it was handed over then with `DELETE …?retain=true`.',
    secured: true,
    success: {
      200: { description: 'The configuration.', schema: terraformConfiguration, example: 'terraform' },
    },
    problems: ['validation-failed', 'not-found', 'not-ready', 'gone'],
  },
  createImport: {
    summary: 'Take over what Terraform made',
    description:
      'Makes an environment of what a `terraform.tfstate` describes, or of resources that are named by their ids. Buckets, keys and objects stay; what differs from what is desired is brought to it. With dryRun it answers what would become of each. Nothing is changed unless everything can be taken over.',
    secured: true,
    query: planQuery,
    requestHeaders: { Prefer: prefer, 'Idempotency-Key': idempotencyHeader },
    body: {
      schema: importRequest,
      example: {
        id: 'prod',
        resources: {
          key: '1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11',
          alias: 'alias/microservice-s3-key',
          initialBucket: 'initial-microservice-bucket-20300131',
          finalBucket: 'final-microservice-bucket-20300131',
          role: 'microservice_role',
          instanceProfile: 'microservice_profile',
        },
        allowedCidrs: ['203.0.113.7'],
      },
    },
    success: createdAs('importPlan'),
    problems: [
      'invalid-json',
      'validation-failed',
      'environment-exists',
      'import-refused',
      'quota-exceeded',
      'body-too-large',
      'unsupported-media-type',
      'idempotency-key-reused',
    ],
  },
};
