#!/bin/sh
# Writes .env beside docker-compose.yml: what .env.example says, with a random value for each secret that it leaves open.
set -eu
umask 077
cd "$(dirname "$0")/.."

if [ -e .env ]; then
  echo 'There is a .env already. The databases know its passwords: edit it, or move it away.' >&2
  exit 1
fi

random() {
  od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}

while IFS= read -r line; do
  case $line in
    *_PASSWORD= | *_SECRET= | *_TOKEN= | *_KEY=) echo "$line$(random)" ;;
    *) echo "$line" ;;
  esac
done < .env.example > .env.unfinished
mv .env.unfinished .env

echo '.env is written. Look at WEB_URL and OPERATOR_EMAIL in it, then type: docker compose up --build --detach'
