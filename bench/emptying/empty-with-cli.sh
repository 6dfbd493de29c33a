# Empties a versioned bucket with the AWS CLI, as people script it: BUCKET. Each step may be done alone: STEP.
set -euo pipefail

if [ "$STEP" = objects ]; then
  aws s3 rm "s3://$BUCKET" --recursive --only-show-errors
  exit
fi

while true; do
  page=$(aws s3api list-object-versions --bucket "$BUCKET" --max-items 1000 --output json |
    jq -c '{Objects: [(.Versions[]?, .DeleteMarkers[]?) | {Key, VersionId}], Quiet: true}')
  # Apart from the test: a jq that fails in there would pass for an empty page.
  count=$(jq '.Objects | length' <<< "$page")
  [ "$count" -gt 0 ] || break
  aws s3api delete-objects --bucket "$BUCKET" --delete file:///dev/stdin <<< "$page" > /dev/null
done
