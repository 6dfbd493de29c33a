# Empties a versioned bucket with the AWS CLI, as people script it: BUCKET. Each step may be done alone: STEP.
set -euo pipefail

if [ "$STEP" = objects ]; then
  aws s3 rm "s3://$BUCKET" --recursive --only-show-errors
  exit
fi

while true; do
  page=$(aws s3api list-object-versions --bucket "$BUCKET" --max-items 1000 --output json |
    jq -c '{Objects: [(.Versions[]?, .DeleteMarkers[]?) | {Key, VersionId}], Quiet: true}')
  [ "$(jq '.Objects | length' <<< "$page")" -gt 0 ] || break
  aws s3api delete-objects --bucket "$BUCKET" --delete file:///dev/stdin <<< "$page" > /dev/null
done
