export interface paths {
    "/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List environments
         * @description Your environments by id. `tag.KEY=VALUE` parameters keep those that carry the tag. With filters a page can be shorter than its limit although another follows.
         */
        get: operations["listEnvironments"];
        put?: never;
        /**
         * Create an environment
         * @description Accepts what you ask for and goes on by itself. The same request again is answered with the same environment.
         */
        post: operations["createEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Describe an environment
         * @description Its status, progress and outputs. Deleted ones stay readable for 30 days.
         */
        get: operations["getEnvironment"];
        put?: never;
        post?: never;
        /**
         * Delete an environment
         * @description Tears everything down. A bucket that holds data stops it before it begins, unless it is forced. The key stays in its deletion window. With `retain=true` the environment is forgotten and everything at AWS is left as it is.
         */
        delete: operations["deleteEnvironment"];
        options?: never;
        head?: never;
        /**
         * Change an environment
         * @description A JSON merge patch of its spec. Only what differs is written. Names, region and algorithm never change: those need another environment. A `ttl` counts from now on.
         */
        patch: operations["updateEnvironment"];
        trace?: never;
    };
    "/environments/{id}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Look for drift
         * @description Looks at every setting now, and at what was added to them, compares it with what is desired, and changes nothing.
         */
        get: operations["getDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        /**
         * List what happened to an environment
         * @description Newest first: accepted requests, calls to AWS, changes of status, drift; with who asked. Kept for 90 days, also when the environment is gone.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}/outputs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Get an environment's outputs
         * @description What a deployment needs to know, in the form that it reads: `dotenv` for `>> $GITHUB_ENV`, `tfvars` for Terraform, `shell` to source, `cloud-init` as user data of an EC2 instance.
         */
        get: operations["getOutputs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Wait until an environment is ready
         * @description Made for `curl -fsS --retry 60 --retry-max-time 1200`, which asks again on 503 and gives up on the rest.
         */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Repair an environment
         * @description Makes everything as desired again: repairs drift, and retries what failed.
         */
        post: operations["reconcileEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back a deletion
         * @description While the key is in its deletion window: the key is taken back, and what is gone is made anew, buckets without their objects. Also for a deletion that is under way or has failed.
         */
        post: operations["restoreEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}/terraform": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Get an environment as Terraform
         * @description A `main.tf.json` with everything the environment has and `import` blocks: in an empty folder, `terraform plan` imports it and changes nothing, as long as nothing has drifted. Only while it is READY, for otherwise not everything is as it says; and after it was handed over then with `DELETE …?retain=true`.
         */
        get: operations["getTerraform"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether the API answers
         * @description No authentication.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take over what Terraform made
         * @description Makes an environment of what a `terraform.tfstate` describes, or of resources that are named by their ids. Buckets, keys and objects stay; what differs from what is desired is brought to it. With dryRun it answers what would become of each. Nothing is changed unless everything can be taken over.
         */
        post: operations["createImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this contract
         * @description As JSON. No authentication.
         */
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Condition: {
            /** Format: date-time */
            lastTransitionTime: string;
            message: string;
            reason: string;
            /** @enum {string} */
            status: "True" | "False";
            /** @enum {string} */
            type: "Ready" | "Progressing";
        };
        /** @description What AWS has otherwise than desired. */
        Drift: {
            /** Format: date-time */
            checkedAt: string;
            differences: {
                aspect: string;
                desired: unknown;
                logicalId: string;
                /** @description null: nothing was there. */
                observed: unknown;
            }[];
            generation: number;
            /**
             * @description Unique among your environments.
             * @example pr-123
             */
            id: string;
            inSync: boolean;
            /** @enum {string} */
            status: "PENDING" | "PROVISIONING" | "READY" | "UPDATING" | "FAILED" | "DELETING" | "DELETE_FAILED" | "DELETED";
            /** @description What could not be looked at. */
            unclear: {
                error: components["schemas"]["ResourceError"];
                logicalId: string;
            }[];
        };
        /** @description What the last periodic look for drift told. */
        DriftSummary: {
            /** Format: date-time */
            checkedAt: string;
            differences: {
                aspect: string;
                logicalId: string;
            }[];
            /** Format: date-time */
            repairedAt?: string;
            unclear: {
                logicalId: string;
                message: string;
            }[];
        };
        Environment: {
            conditions: components["schemas"]["Condition"][];
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: date-time */
            deletedAt?: string;
            drift?: components["schemas"]["DriftSummary"];
            /** Format: date-time */
            expiresAt?: string;
            /** @description Counts changes of what is desired. */
            generation: number;
            /**
             * @description Unique among your environments.
             * @example pr-123
             */
            id: string;
            links: {
                self: string;
            };
            /** @description The last one fully applied. */
            observedGeneration: number;
            outputs: components["schemas"]["Outputs"];
            /** Format: date-time */
            readyAt?: string;
            resources: components["schemas"]["Resource"][];
            /** Format: date-time */
            restoredAt?: string;
            spec: components["schemas"]["Spec"];
            /** @enum {string} */
            status: "PENDING" | "PROVISIONING" | "READY" | "UPDATING" | "FAILED" | "DELETING" | "DELETE_FAILED" | "DELETED";
            /** @description Why it is not as desired. */
            statusReason?: string;
            /** @description Whose it is: an account, or a claim of a token. */
            tenant: string;
            /** Format: date-time */
            updatedAt: string;
            warnings: {
                code: string;
                message: string;
            }[];
        };
        EnvironmentList: {
            items: components["schemas"]["Environment"][];
            nextPageToken?: string;
        };
        EnvironmentOrPlan: components["schemas"]["Environment"] | components["schemas"]["Plan"];
        /** @description A JSON merge patch: what is left out stays, null takes away or sets the default. Of the rest, what can never change may be given with its present value only. */
        EnvironmentPatch: {
            allowedCidrs?: string[] | null;
            allowedVpcEndpoints?: string[] | null;
            deletionProtection?: boolean | null;
            encryption?: {
                algorithm?: ("aws:kms" | "AES256") | null;
                deletionWindowDays?: number | null;
                keyAlias?: string | null;
            } | null;
            expiresAt?: string | null;
            forceDestroy?: boolean | null;
            /**
             * @description Unique among your environments.
             * @example pr-123
             */
            id?: string;
            region?: string | null;
            role?: {
                instanceProfileName?: string | null;
                name?: string | null;
                policyName?: string | null;
                trustedServices?: ("ec2.amazonaws.com" | "ecs-tasks.amazonaws.com" | "lambda.amazonaws.com")[] | null;
            } | null;
            storage?: {
                acl?: "private" | null;
                bucketPrefix?: string | null;
                expireAfterDays?: number | null;
                finalBucketName?: string | null;
                initialBucketName?: string | null;
                versioning?: boolean | null;
            } | null;
            tags?: {
                [key: string]: string | null;
            } | null;
            ttl?: string | null;
        };
        /** @description What you ask for. Every field is optional. */
        EnvironmentRequest: {
            /**
             * @description Blocks whose addresses may use the buckets; a bare address is that one host.
             * @default [
             *       "0.0.0.0/0",
             *       "::/0"
             *     ]
             * @example [
             *       "203.0.113.7"
             *     ]
             */
            allowedCidrs?: string[];
            /** @description Endpoints whose traffic, which has no source address, may use the buckets. */
            allowedVpcEndpoints?: string[];
            /** @default false */
            deletionProtection?: boolean;
            encryption?: {
                /**
                 * @description aws:kms makes a key for the environment; AES256 uses the keys of S3.
                 * @default aws:kms
                 * @enum {string}
                 */
                algorithm?: "aws:kms" | "AES256";
                /**
                 * @description Days between the environment's deletion and its key's.
                 * @default 10
                 */
                deletionWindowDays?: number;
                /** @description Left out: derived from the id. */
                keyAlias?: string;
            };
            /**
             * Format: date-time
             * @description Torn down by itself then; excludes ttl.
             */
            expiresAt?: string;
            /**
             * @description Every deletion empties the buckets, expiry included.
             * @default false
             */
            forceDestroy?: boolean;
            /**
             * @description Unique among your environments.
             * @example pr-123
             */
            id?: string;
            /** @description One of the deployment's regions. */
            region?: string;
            role?: {
                /** @description Left out: derived from the id. */
                instanceProfileName?: string;
                /** @description Left out: derived from the id. */
                name?: string;
                /** @description Left out: derived from the id. */
                policyName?: string;
                /**
                 * @description Who may hand the role to what it runs.
                 * @default [
                 *       "ec2.amazonaws.com"
                 *     ]
                 */
                trustedServices?: ("ec2.amazonaws.com" | "ecs-tasks.amazonaws.com" | "lambda.amazonaws.com")[];
            };
            storage?: {
                /**
                 * @description Made as BucketOwnerEnforced and Block Public Access.
                 * @default private
                 * @enum {string}
                 */
                acl?: "private";
                /** @description The buckets are initial-<prefix><unique> and final-<prefix><unique>. */
                bucketPrefix?: string;
                /** @description Objects go after so many days, and old versions as many days later. */
                expireAfterDays?: number;
                /** @description Exact name; excludes bucketPrefix. */
                finalBucketName?: string;
                /** @description Exact name; excludes bucketPrefix. */
                initialBucketName?: string;
                /** @default true */
                versioning?: boolean;
            };
            /** @description On everything that is made. At most 40. */
            tags?: {
                [key: string]: string;
            };
            /**
             * @description Time to live from now on; excludes expiresAt.
             * @example 72h
             */
            ttl?: string;
        };
        Event: {
            /** @description Who asked for what led to it. */
            actor: string;
            data: {
                [key: string]: unknown;
            };
            generation: number;
            id: string;
            message: string;
            /** Format: date-time */
            time: string;
            /** @enum {string} */
            type: "request.accepted" | "aws.call" | "environment.provisioning" | "environment.ready" | "environment.failed" | "environment.deleted" | "environment.drifted" | "environment.expiring";
        };
        EventList: {
            items: components["schemas"]["Event"][];
            nextPageToken?: string;
        };
        /** @description What API Gateway answers with by itself. */
        GatewayMessage: {
            message: string;
        };
        Health: {
            /** @constant */
            status: "ok";
            version: string;
        };
        /** @description What to take over. The other fields of an environment say what is to be otherwise than it is. */
        ImportRequest: {
            /**
             * @description Blocks whose addresses may use the buckets; a bare address is that one host.
             * @default [
             *       "0.0.0.0/0",
             *       "::/0"
             *     ]
             * @example [
             *       "203.0.113.7"
             *     ]
             */
            allowedCidrs?: string[];
            /** @description Endpoints whose traffic, which has no source address, may use the buckets. */
            allowedVpcEndpoints?: string[];
            /** @default false */
            deletionProtection?: boolean;
            encryption?: {
                /**
                 * @description aws:kms makes a key for the environment; AES256 uses the keys of S3.
                 * @default aws:kms
                 * @enum {string}
                 */
                algorithm?: "aws:kms" | "AES256";
                /**
                 * @description Days between the environment's deletion and its key's.
                 * @default 10
                 */
                deletionWindowDays?: number;
                /** @description Left out: derived from the id. */
                keyAlias?: string;
            };
            /**
             * Format: date-time
             * @description Torn down by itself then; excludes ttl.
             */
            expiresAt?: string;
            /**
             * @description Every deletion empties the buckets, expiry included.
             * @default false
             */
            forceDestroy?: boolean;
            /**
             * @description Unique among your environments.
             * @example pr-123
             */
            id: string;
            /** @description One of the deployment's regions. */
            region?: string;
            /** @description Which resource is what, by id, ARN or address in the state. Needed without a state, and where the state leaves it open. null: what the state has of it is left alone, and another is made (a key only if encryption.algorithm is said to be aws:kms). */
            resources?: {
                alias?: string | null;
                finalBucket?: string;
                initialBucket?: string;
                instanceProfile?: string | null;
                key?: string | null;
                /** @description Managed policies of the role that are deleted if nothing else uses them. */
                policies?: string[];
                role?: string | null;
            };
            role?: {
                /** @description Left out: derived from the id. */
                instanceProfileName?: string;
                /** @description Left out: derived from the id. */
                name?: string;
                /** @description Left out: derived from the id. */
                policyName?: string;
                /**
                 * @description Who may hand the role to what it runs.
                 * @default [
                 *       "ec2.amazonaws.com"
                 *     ]
                 */
                trustedServices?: ("ec2.amazonaws.com" | "ecs-tasks.amazonaws.com" | "lambda.amazonaws.com")[];
            };
            /** @description A terraform.tfstate of version 4, as JSON or as text; it is not kept. */
            state?: string | {
                [key: string]: unknown;
            };
            storage?: {
                /**
                 * @description Made as BucketOwnerEnforced and Block Public Access.
                 * @default private
                 * @enum {string}
                 */
                acl?: "private";
                /** @description The buckets are initial-<prefix><unique> and final-<prefix><unique>. */
                bucketPrefix?: string;
                /** @description Objects go after so many days, and old versions as many days later. */
                expireAfterDays?: number;
                /** @description Exact name; excludes bucketPrefix. */
                finalBucketName?: string;
                /** @description Exact name; excludes bucketPrefix. */
                initialBucketName?: string;
                /** @default true */
                versioning?: boolean;
            };
            /** @description On everything that is made. At most 40. */
            tags?: {
                [key: string]: string;
            };
            /**
             * @description Time to live from now on; excludes expiresAt.
             * @example 72h
             */
            ttl?: string;
        };
        /** @description Each as soon as it is known; complete when READY. */
        Outputs: {
            buckets: {
                final?: {
                    arn: string;
                    name: string;
                };
                initial?: {
                    arn: string;
                    name: string;
                };
            };
            instanceProfileArn?: string;
            instanceProfileName?: string;
            kmsKeyAlias?: string;
            kmsKeyArn?: string;
            kmsKeyId?: string;
            region: string;
            roleArn?: string;
            roleName?: string;
        };
        /** @description What the request would do. Nothing was changed. */
        Plan: {
            /** @description Fields of the spec that would change, also those of which AWS knows nothing. */
            changes: string[];
            /** Format: date-time */
            expiresAt?: string;
            /**
             * @description Unique among your environments.
             * @example pr-123
             */
            id: string;
            /** @enum {string} */
            request: "create" | "update" | "delete" | "import";
            resources: {
                /**
                 * @description adopt: it is taken over; retain: it is left as it is; taken: the name is somebody else's; refused: it can't be taken over; blocked: something speaks against deleting it; unclear: it could not be looked at.
                 * @enum {string}
                 */
                action: "create" | "adopt" | "change" | "none" | "delete" | "retain" | "taken" | "refused" | "blocked" | "unclear";
                aspects: {
                    after: unknown;
                    aspect: string;
                    before?: unknown;
                }[];
                error?: components["schemas"]["ResourceError"];
                logicalId: string;
                name?: string;
                physicalId?: string;
                type: string;
            }[];
            /** @description Of an import: what is desired from then on. */
            spec?: components["schemas"]["Spec"];
            /** @description How many resources there are of each action. */
            summary: {
                adopt: number;
                blocked: number;
                change: number;
                create: number;
                delete: number;
                none: number;
                refused: number;
                retain: number;
                taken: number;
                unclear: number;
            };
            warnings: {
                code: string;
                message: string;
            }[];
        };
        /**
         * @description RFC 9457.
         * @example {
         *       "type": "urn:groundwork:problem:validation-failed",
         *       "title": "The request has mistakes",
         *       "status": 400,
         *       "detail": "There is one mistake.",
         *       "instance": "/environments",
         *       "code": "validation-failed",
         *       "requestId": "2f1c6a34-5b0e-4a55-9d0e-6a2c1b7f8e90",
         *       "retryable": false,
         *       "errors": [
         *         {
         *           "pointer": "/colour",
         *           "detail": "is not known"
         *         }
         *       ]
         *     }
         */
        Problem: {
            /** @description The AWS call that failed. */
            aws?: {
                code: string;
                operation: string;
                requestId?: string;
                service: string;
            };
            /** @enum {string} */
            code: "invalid-json" | "validation-failed" | "unauthenticated" | "forbidden" | "quota-exceeded" | "not-found" | "method-not-allowed" | "environment-exists" | "deletion-protected" | "not-ready" | "import-refused" | "gone" | "precondition-failed" | "body-too-large" | "unsupported-media-type" | "idempotency-key-reused" | "rate-limited" | "internal" | "unavailable";
            detail: string;
            /** @description Every mistake, with a JSON pointer into body, /query or /headers. */
            errors?: {
                detail: string;
                pointer: string;
            }[];
            instance: string;
            nextAction?: string;
            requestId: string;
            retryable: boolean;
            status: number;
            title: string;
            type: string;
        };
        Resource: {
            arn?: string;
            error?: components["schemas"]["ResourceError"];
            logicalId: string;
            physicalId?: string;
            /** @description What a forced deletion has removed from a bucket so far. */
            progress?: {
                objectVersions?: number;
                unfinishedUploads?: number;
            };
            /** @enum {string} */
            status: "PENDING" | "CREATING" | "CONFIGURING" | "READY" | "FAILED" | "DELETING" | "DELETED" | "RETAINED";
            type: string;
        };
        ResourceError: {
            aws?: {
                code: string;
                operation: string;
                requestId?: string;
                service: string;
            };
            code: string;
            message: string;
            retryable: boolean;
        };
        /** @description What was asked for, defaults filled in. */
        Spec: {
            allowedCidrs: string[];
            allowedVpcEndpoints: string[];
            deletionProtection: boolean;
            encryption: {
                /** @enum {string} */
                algorithm: "aws:kms" | "AES256";
                deletionWindowDays?: number;
                keyAlias?: string;
            };
            /** Format: date-time */
            expiresAt?: string;
            forceDestroy: boolean;
            region: string;
            role: {
                instanceProfileName?: string;
                name?: string;
                policyName?: string;
                trustedServices: string[];
            };
            storage: {
                /** @constant */
                acl: "private";
                bucketPrefix?: string;
                expireAfterDays?: number;
                finalBucketName?: string;
                initialBucketName?: string;
                versioning: boolean;
            };
            tags: {
                [key: string]: string;
            };
        };
        /** @description In Terraform's JSON syntax. */
        TerraformConfiguration: {
            import: {
                id: string;
                to: string;
            }[];
            output: {
                [key: string]: {
                    value: string;
                };
            };
            provider: {
                [key: string]: unknown;
            };
            resource: {
                [key: string]: {
                    [key: string]: {
                        [key: string]: unknown;
                    };
                };
            };
            terraform: {
                [key: string]: unknown;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Entity tag of this state of the environment, for If-Match and If-None-Match. */
        ETag: string;
        /** @description true when the same request was accepted before. */
        "Idempotent-Replayed": string;
        /** @description The next page, with rel="next". */
        Link: string;
        /** @description Path of the environment. */
        Location: string;
        /** @description The wait that was granted. */
        "Preference-Applied": string;
        /** @description Seconds until it is worth asking again. What API Gateway answers by itself lacks it. */
        "Retry-After": string;
        /** @description The header by which the form was chosen. */
        Vary: string;
        /** @description How to say who asks. */
        "WWW-Authenticate": string;
        /** @description Names the request in the logs. */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type Condition = components['schemas']['Condition'];
export type Drift = components['schemas']['Drift'];
export type DriftSummary = components['schemas']['DriftSummary'];
export type Environment = components['schemas']['Environment'];
export type EnvironmentList = components['schemas']['EnvironmentList'];
export type EnvironmentOrPlan = components['schemas']['EnvironmentOrPlan'];
export type EnvironmentPatch = components['schemas']['EnvironmentPatch'];
export type EnvironmentRequest = components['schemas']['EnvironmentRequest'];
export type Event = components['schemas']['Event'];
export type EventList = components['schemas']['EventList'];
export type GatewayMessage = components['schemas']['GatewayMessage'];
export type Health = components['schemas']['Health'];
export type ImportRequest = components['schemas']['ImportRequest'];
export type Outputs = components['schemas']['Outputs'];
export type Plan = components['schemas']['Plan'];
export type Problem = components['schemas']['Problem'];
export type Resource = components['schemas']['Resource'];
export type ResourceError = components['schemas']['ResourceError'];
export type Spec = components['schemas']['Spec'];
export type TerraformConfiguration = components['schemas']['TerraformConfiguration'];
export type HeaderETag = components['headers']['ETag'];
export type HeaderIdempotentReplayed = components['headers']['Idempotent-Replayed'];
export type HeaderLink = components['headers']['Link'];
export type HeaderLocation = components['headers']['Location'];
export type HeaderPreferenceApplied = components['headers']['Preference-Applied'];
export type HeaderRetryAfter = components['headers']['Retry-After'];
export type HeaderVary = components['headers']['Vary'];
export type HeaderWwwAuthenticate = components['headers']['WWW-Authenticate'];
export type HeaderXRequestId = components['headers']['X-Request-Id'];
export type $defs = Record<string, never>;
export interface operations {
    listEnvironments: {
        parameters: {
            query?: {
                limit?: number;
                pageToken?: string;
                status?: "PENDING" | "PROVISIONING" | "READY" | "UPDATING" | "FAILED" | "DELETING" | "DELETE_FAILED" | "DELETED";
                /** @description Only those whose tag KEY, which you put in its place, has this value. */
                "tag.KEY"?: string;
            };
            header?: {
                /**
                 * @description Of an admin: whose environments it is about, where they aren't the caller's; in a list, * for all.
                 * @example repository_id:812345
                 */
                "Groundwork-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentList"];
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createEnvironment: {
        parameters: {
            query?: {
                dryRun?: "true" | "false";
            };
            header?: {
                /**
                 * @description The same key and body are answered with what they made before.
                 * @example build-4711
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description wait=N holds the answer until nothing further happens by itself, at most 20 seconds.
                 * @example wait=20
                 */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "pr-123",
                 *       "allowedCidrs": [
                 *         "203.0.113.7"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentRequest"];
            };
        };
        responses: {
            /** @description The same was accepted before; with dryRun, the plan. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentOrPlan"];
                };
            };
            /** @description It became READY within the wait. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description Accepted. */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description invalid-json: The body is not a JSON object. validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description quota-exceeded: There is no room for more. forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description environment-exists: There is such an environment already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description body-too-large: The body is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported-media-type: The body must be JSON. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency-key-reused: The Idempotency-Key was used before. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Of an admin: whose environments it is about, where they aren't the caller's; in a list, * for all.
                 * @example repository_id:812345
                 */
                "Groundwork-Tenant"?: string;
                /**
                 * @description An ETag: answered with 304 while it holds.
                 * @example "k5xw2ab3cd4ef5gh-7"
                 */
                "If-None-Match"?: string;
                /**
                 * @description wait=N holds the answer until nothing further happens by itself, at most 20 seconds.
                 * @example wait=20
                 */
                Prefer?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The environment. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description It is as you know it. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteEnvironment: {
        parameters: {
            query?: {
                dryRun?: "true" | "false";
                evenIfProtected?: "true" | "false";
                force?: "true" | "false";
                retain?: "true" | "false";
            };
            header?: {
                /**
                 * @description Of an admin: whose environments it is about, where they aren't the caller's; in a list, * for all.
                 * @example repository_id:812345
                 */
                "Groundwork-Tenant"?: string;
                /**
                 * @description An ETag that must still hold.
                 * @example "k5xw2ab3cd4ef5gh-7"
                 */
                "If-Match"?: string;
                /**
                 * @description wait=N holds the answer until nothing further happens by itself, at most 20 seconds.
                 * @example wait=20
                 */
                Prefer?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is DELETED; with dryRun, the plan. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentOrPlan"];
                };
            };
            /** @description Accepted. */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description deletion-protected: The environment is protected. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description precondition-failed: The environment has changed. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateEnvironment: {
        parameters: {
            query?: {
                dryRun?: "true" | "false";
            };
            header?: {
                /**
                 * @description An ETag that must still hold.
                 * @example "k5xw2ab3cd4ef5gh-7"
                 */
                "If-Match"?: string;
                /**
                 * @description wait=N holds the answer until nothing further happens by itself, at most 20 seconds.
                 * @example wait=20
                 */
                Prefer?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "allowedCidrs": [
                 *         "203.0.113.0/24"
                 *       ],
                 *       "tags": {
                 *         "team": "files"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentPatch"];
                /**
                 * @example {
                 *       "allowedCidrs": [
                 *         "203.0.113.0/24"
                 *       ],
                 *       "tags": {
                 *         "team": "files"
                 *       }
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["EnvironmentPatch"];
            };
        };
        responses: {
            /** @description It is so already, or READY within the wait; with dryRun, the plan. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentOrPlan"];
                };
            };
            /** @description Accepted. */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description invalid-json: The body is not a JSON object. validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description gone: The environment is deleted, or about to be. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description precondition-failed: The environment has changed. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description body-too-large: The body is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported-media-type: The body must be JSON. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDrift: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Of an admin: whose environments it is about, where they aren't the caller's; in a list, * for all.
                 * @example repository_id:812345
                 */
                "Groundwork-Tenant"?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"];
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description gone: The environment is deleted, or about to be. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                limit?: number;
                pageToken?: string;
                type?: "request.accepted" | "aws.call" | "environment.provisioning" | "environment.ready" | "environment.failed" | "environment.deleted" | "environment.drifted" | "environment.expiring";
            };
            header?: {
                /**
                 * @description Of an admin: whose environments it is about, where they aren't the caller's; in a list, * for all.
                 * @example repository_id:812345
                 */
                "Groundwork-Tenant"?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOutputs: {
        parameters: {
            query?: {
                format?: "json" | "dotenv" | "tfvars" | "shell" | "cloud-init";
            };
            header?: {
                /**
                 * @description The media type of a format.
                 * @example text/x-dotenv
                 */
                Accept?: string;
                /**
                 * @description Of an admin: whose environments it is about, where they aren't the caller's; in a list, * for all.
                 * @example repository_id:812345
                 */
                "Groundwork-Tenant"?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The outputs. */
            200: {
                headers: {
                    Vary: components["headers"]["Vary"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outputs"];
                    /**
                     * @example export GROUNDWORK_ENVIRONMENT='pr-123'
                     *     export GROUNDWORK_REGION='eu-west-1'
                     *     export GROUNDWORK_INITIAL_BUCKET='initial-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_INITIAL_BUCKET_ARN='arn:aws:s3:::initial-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_FINAL_BUCKET='final-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_FINAL_BUCKET_ARN='arn:aws:s3:::final-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_KMS_KEY_ID='1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11'
                     *     export GROUNDWORK_KMS_KEY_ARN='arn:aws:kms:eu-west-1:111122223333:key/1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11'
                     *     export GROUNDWORK_KMS_KEY_ALIAS='alias/groundwork-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_ROLE_NAME='groundwork-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_ROLE_ARN='arn:aws:iam::111122223333:role/groundwork/prod/groundwork-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_INSTANCE_PROFILE_NAME='groundwork-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_INSTANCE_PROFILE_ARN='arn:aws:iam::111122223333:instance-profile/groundwork/prod/groundwork-pr-123-k5xw2ab3cd4e'
                     */
                    "application/x-sh": string;
                    /**
                     * @example GROUNDWORK_ENVIRONMENT=pr-123
                     *     GROUNDWORK_REGION=eu-west-1
                     *     GROUNDWORK_INITIAL_BUCKET=initial-pr-123-k5xw2ab3cd4e
                     *     GROUNDWORK_INITIAL_BUCKET_ARN=arn:aws:s3:::initial-pr-123-k5xw2ab3cd4e
                     *     GROUNDWORK_FINAL_BUCKET=final-pr-123-k5xw2ab3cd4e
                     *     GROUNDWORK_FINAL_BUCKET_ARN=arn:aws:s3:::final-pr-123-k5xw2ab3cd4e
                     *     GROUNDWORK_KMS_KEY_ID=1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11
                     *     GROUNDWORK_KMS_KEY_ARN=arn:aws:kms:eu-west-1:111122223333:key/1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11
                     *     GROUNDWORK_KMS_KEY_ALIAS=alias/groundwork-pr-123-k5xw2ab3cd4e
                     *     GROUNDWORK_ROLE_NAME=groundwork-pr-123-k5xw2ab3cd4e
                     *     GROUNDWORK_ROLE_ARN=arn:aws:iam::111122223333:role/groundwork/prod/groundwork-pr-123-k5xw2ab3cd4e
                     *     GROUNDWORK_INSTANCE_PROFILE_NAME=groundwork-pr-123-k5xw2ab3cd4e
                     *     GROUNDWORK_INSTANCE_PROFILE_ARN=arn:aws:iam::111122223333:instance-profile/groundwork/prod/groundwork-pr-123-k5xw2ab3cd4e
                     */
                    "text/x-dotenv": string;
                    /**
                     * @example #!/bin/bash
                     *     # Every login shell gets the names of the environment, and `upload` and `download`.
                     *     set -eu
                     *     profile="${GROUNDWORK_PROFILE_DIR:-/etc/profile.d}/groundwork.sh"
                     *     cat > "$profile" <<'GROUNDWORK'
                     *     export GROUNDWORK_ENVIRONMENT='pr-123'
                     *     export GROUNDWORK_REGION='eu-west-1'
                     *     export GROUNDWORK_INITIAL_BUCKET='initial-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_INITIAL_BUCKET_ARN='arn:aws:s3:::initial-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_FINAL_BUCKET='final-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_FINAL_BUCKET_ARN='arn:aws:s3:::final-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_KMS_KEY_ID='1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11'
                     *     export GROUNDWORK_KMS_KEY_ARN='arn:aws:kms:eu-west-1:111122223333:key/1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11'
                     *     export GROUNDWORK_KMS_KEY_ALIAS='alias/groundwork-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_ROLE_NAME='groundwork-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_ROLE_ARN='arn:aws:iam::111122223333:role/groundwork/prod/groundwork-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_INSTANCE_PROFILE_NAME='groundwork-pr-123-k5xw2ab3cd4e'
                     *     export GROUNDWORK_INSTANCE_PROFILE_ARN='arn:aws:iam::111122223333:instance-profile/groundwork/prod/groundwork-pr-123-k5xw2ab3cd4e'
                     *
                     *     # upload FILE [initial|final]: puts a file into a bucket, under its own name.
                     *     upload() {
                     *       if [ "$#" -lt 1 ] || [ "$#" -gt 2 ]; then
                     *         echo 'usage: upload FILE [initial|final]' >&2
                     *         return 2
                     *       fi
                     *       if [ ! -f "$1" ]; then
                     *         echo "upload: there is no file $1" >&2
                     *         return 1
                     *       fi
                     *       _groundwork_bucket "${2:-initial}" || return
                     *       # A name that begins with a dash is no option.
                     *       case "$1" in -*) set -- "./$1" ;; esac
                     *       aws s3 cp --region "$GROUNDWORK_REGION" "$1" "s3://$_groundwork_bucket/${1##*\/}"
                     *     }
                     *
                     *     # download NAME [initial|final]: fetches a file from a bucket into the folder you are in.
                     *     download() {
                     *       if [ "$#" -lt 1 ] || [ "$#" -gt 2 ] || [ -z "${1##*\/}" ]; then
                     *         echo 'usage: download NAME [initial|final]' >&2
                     *         return 2
                     *       fi
                     *       _groundwork_bucket "${2:-final}" || return
                     *       aws s3 cp --region "$GROUNDWORK_REGION" "s3://$_groundwork_bucket/$1" "./${1##*\/}"
                     *     }
                     *
                     *     _groundwork_bucket() {
                     *       if ! command -v aws >/dev/null; then
                     *         echo 'groundwork: the AWS CLI (aws) is not installed' >&2
                     *         return 127
                     *       fi
                     *       case "$1" in
                     *         initial) _groundwork_bucket=${GROUNDWORK_INITIAL_BUCKET:-} ;;
                     *         final) _groundwork_bucket=${GROUNDWORK_FINAL_BUCKET:-} ;;
                     *         *)
                     *           echo "groundwork: there is no bucket $1, only initial and final" >&2
                     *           return 2
                     *           ;;
                     *       esac
                     *       if [ -z "$_groundwork_bucket" ]; then
                     *         echo "groundwork: the environment had no $1 bucket when this was written" >&2
                     *         return 1
                     *       fi
                     *     }
                     *     GROUNDWORK
                     *     chmod 0644 "$profile"
                     *     . "$profile"
                     */
                    "text/x-shellscript": string;
                    /**
                     * @example environment           = "pr-123"
                     *     region                = "eu-west-1"
                     *     initial_bucket        = "initial-pr-123-k5xw2ab3cd4e"
                     *     initial_bucket_arn    = "arn:aws:s3:::initial-pr-123-k5xw2ab3cd4e"
                     *     final_bucket          = "final-pr-123-k5xw2ab3cd4e"
                     *     final_bucket_arn      = "arn:aws:s3:::final-pr-123-k5xw2ab3cd4e"
                     *     kms_key_id            = "1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11"
                     *     kms_key_arn           = "arn:aws:kms:eu-west-1:111122223333:key/1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11"
                     *     kms_key_alias         = "alias/groundwork-pr-123-k5xw2ab3cd4e"
                     *     role_name             = "groundwork-pr-123-k5xw2ab3cd4e"
                     *     role_arn              = "arn:aws:iam::111122223333:role/groundwork/prod/groundwork-pr-123-k5xw2ab3cd4e"
                     *     instance_profile_name = "groundwork-pr-123-k5xw2ab3cd4e"
                     *     instance_profile_arn  = "arn:aws:iam::111122223333:instance-profile/groundwork/prod/groundwork-pr-123-k5xw2ab3cd4e"
                     */
                    "text/x-tfvars": string;
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-ready: The environment is not ready. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description gone: The environment is deleted, or about to be. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Of an admin: whose environments it is about, where they aren't the caller's; in a list, * for all.
                 * @example repository_id:812345
                 */
                "Groundwork-Tenant"?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is READY. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-ready: The environment is not ready. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description gone: The environment is deleted, or about to be. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reconcileEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An ETag that must still hold.
                 * @example "k5xw2ab3cd4ef5gh-7"
                 */
                "If-Match"?: string;
                /**
                 * @description wait=N holds the answer until nothing further happens by itself, at most 20 seconds.
                 * @example wait=20
                 */
                Prefer?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was done within the wait. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description Accepted. */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description gone: The environment is deleted, or about to be. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description precondition-failed: The environment has changed. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An ETag that must still hold.
                 * @example "k5xw2ab3cd4ef5gh-7"
                 */
                "If-Match"?: string;
                /**
                 * @description wait=N holds the answer until nothing further happens by itself, at most 20 seconds.
                 * @example wait=20
                 */
                Prefer?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It became READY within the wait. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description Accepted. */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description quota-exceeded: There is no room for more. forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description environment-exists: There is such an environment already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description gone: The environment is deleted, or about to be. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description precondition-failed: The environment has changed. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTerraform: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Of an admin: whose environments it is about, where they aren't the caller's; in a list, * for all.
                 * @example repository_id:812345
                 */
                "Groundwork-Tenant"?: string;
            };
            path: {
                /** @example pr-123 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configuration. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TerraformConfiguration"];
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-found: There is no such thing. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-ready: The environment is not ready. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description gone: The environment is deleted, or about to be. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createImport: {
        parameters: {
            query?: {
                dryRun?: "true" | "false";
            };
            header?: {
                /**
                 * @description The same key and body are answered with what they made before.
                 * @example build-4711
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description wait=N holds the answer until nothing further happens by itself, at most 20 seconds.
                 * @example wait=20
                 */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "prod",
                 *       "resources": {
                 *         "key": "1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11",
                 *         "alias": "alias/microservice-s3-key",
                 *         "initialBucket": "initial-microservice-bucket-20300131",
                 *         "finalBucket": "final-microservice-bucket-20300131",
                 *         "role": "microservice_role",
                 *         "instanceProfile": "microservice_profile"
                 *       },
                 *       "allowedCidrs": [
                 *         "203.0.113.7"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ImportRequest"];
            };
        };
        responses: {
            /** @description The same was accepted before; with dryRun, the plan. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentOrPlan"];
                };
            };
            /** @description It became READY within the wait. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description Accepted. */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description invalid-json: The body is not a JSON object. validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated: It is not known who asks. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description quota-exceeded: There is no room for more. forbidden: This is not yours to do. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description environment-exists: There is such an environment already. import-refused: Something can not be taken over. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description body-too-large: The body is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported-media-type: The body must be JSON. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency-key-reused: The Idempotency-Key was used before. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description validation-failed: The request has mistakes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate-limited: There were too many requests. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal: The service made an error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable: Not available for a moment. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
