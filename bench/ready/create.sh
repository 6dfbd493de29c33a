#!/usr/bin/env bash
# An environment by the AWS CLI, as a job of a pipeline would make it. Run in a folder with the JSON documents; names
# and the like are variables. bench/cli.ts writes the one and sets the others.
set -euo pipefail

read -r key_id key_arn < <(aws kms create-key --description "$KEY_DESCRIPTION" --key-usage ENCRYPT_DECRYPT \
  --policy file://key-policy.json --tags file://key-tags.json \
  --query 'KeyMetadata.[KeyId, Arn]' --output text)
aws kms enable-key-rotation --key-id "$key_id" --rotation-period-in-days "$ROTATION_DAYS"
aws kms create-alias --alias-name "$KEY_ALIAS" --target-key-id "$key_id"

# The documents that name the key were written before there was one.
with_key() {
  local document
  document=$(< "$1")
  printf '%s' "${document//KEY_ARN/$key_arn}"
}

for bucket in "$INITIAL_BUCKET" "$FINAL_BUCKET"; do
  aws s3api create-bucket --bucket "$bucket" \
    --create-bucket-configuration "LocationConstraint=$AWS_REGION" > create-bucket.out
  aws s3api wait bucket-exists --bucket "$bucket"
  aws s3api put-bucket-tagging --bucket "$bucket" --tagging "file://$bucket.tagging.json"
  aws s3api put-public-access-block --bucket "$bucket" \
    --public-access-block-configuration "file://$bucket.public-access.json"
  aws s3api put-bucket-ownership-controls --bucket "$bucket" \
    --ownership-controls "file://$bucket.ownership.json"
  aws s3api put-bucket-encryption --bucket "$bucket" \
    --server-side-encryption-configuration "$(with_key "$bucket.encryption.json")"
  aws s3api put-bucket-versioning --bucket "$bucket" \
    --versioning-configuration "file://$bucket.versioning.json"
  aws s3api put-bucket-lifecycle-configuration --bucket "$bucket" \
    --lifecycle-configuration "file://$bucket.lifecycle.json"
  aws s3api put-bucket-policy --bucket "$bucket" --policy "$(with_key "$bucket.policy.json")"
done

aws iam create-role --role-name "$ROLE" --path "$IAM_PATH" --permissions-boundary "$BOUNDARY" \
  --assume-role-policy-document file://trust.json --max-session-duration "$MAX_SESSION_SECONDS" \
  --tags file://role-tags.json > create-role.out
aws iam wait role-exists --role-name "$ROLE"
aws iam put-role-policy --role-name "$ROLE" --policy-name "$POLICY" \
  --policy-document "$(with_key role-policy.json)"
aws iam create-instance-profile --instance-profile-name "$INSTANCE_PROFILE" --path "$IAM_PATH" \
  --tags file://profile-tags.json > create-profile.out
aws iam wait instance-profile-exists --instance-profile-name "$INSTANCE_PROFILE"
aws iam add-role-to-instance-profile --instance-profile-name "$INSTANCE_PROFILE" --role-name "$ROLE"
