#!/bin/sh
# Puts the code that is checked out in the place of what runs: migrations, then one process after the other. It ends at
# the first thing that fails, so that a broken release takes one process of several.
set -eu
cd "$(dirname "$0")/.."

give_up() {
  echo "$1" >&2
  exit 1
}

docker compose build || give_up 'The images cannot be built. What ran goes on.'

docker compose run --rm --no-deps migrate ||
  give_up 'The migrations failed, see above. What ran goes on. Mend the release, or check the former one out.'

for service in payment-provider api-1 api-2 api-3 worker-1 worker-2 web; do
  docker compose up --detach --no-deps --wait --wait-timeout 120 "$service" || give_up "\
$service did not become healthy, and what comes after it was left as it was.
To see why, type:       docker compose logs --tail=50 $service
To take it out of use:  docker compose stop $service
To go back, check the former release out and type: sh deploy/update.sh"
done

echo 'The new release runs.'
