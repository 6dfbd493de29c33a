#!/usr/bin/env bash
# Deletes what create.sh made; the same variables.
set -euo pipefail

aws iam remove-role-from-instance-profile --instance-profile-name "$INSTANCE_PROFILE" --role-name "$ROLE"
aws iam delete-instance-profile --instance-profile-name "$INSTANCE_PROFILE"
aws iam delete-role-policy --role-name "$ROLE" --policy-name "$POLICY"
aws iam delete-role --role-name "$ROLE"
for bucket in "$INITIAL_BUCKET" "$FINAL_BUCKET"; do
  aws s3api delete-bucket --bucket "$bucket"
done
key_id=$(aws kms describe-key --key-id "$KEY_ALIAS" --query KeyMetadata.KeyId --output text)
aws kms delete-alias --alias-name "$KEY_ALIAS"
aws kms schedule-key-deletion --key-id "$key_id" --pending-window-in-days "$DELETION_WINDOW_DAYS" > delete-key.out
