#!/bin/sh
# Runs a standby: at its first start a copy of the primary, from then on what streams to it through its slot.
# A copy that broke off is begun anew: only a whole one gets the real name.
set -eu

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  rm -rf "$PGDATA" "$PGDATA.unfinished"
  mkdir -p "$(dirname "$PGDATA")"
  pg_basebackup \
    --dbname="host=$PRIMARY_HOST port=$PRIMARY_PORT user=holdfast_replication application_name=$SLOT" \
    --pgdata="$PGDATA.unfinished" --slot="$SLOT" --wal-method=stream --checkpoint=fast --write-recovery-conf
  mv "$PGDATA.unfinished" "$PGDATA"
fi

exec postgres "$@"
