#!/bin/sh
# Run once, when the primary's data folder is new: the roles, the database and the slot of the standby.
set -eu

psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres <<'SQL'
\getenv app_password DATABASE_PASSWORD
\getenv replication_password REPLICATION_PASSWORD
create role holdfast with login password :'app_password';
create role holdfast_replication with login replication password :'replication_password';
grant pg_monitor to holdfast;
create database holdfast owner holdfast;
select pg_create_physical_replication_slot('replica_1', true);
\connect holdfast
create extension pg_stat_statements;
SQL

# "all" databases are all but this one.
echo 'host replication holdfast_replication all scram-sha-256' >> "$PGDATA/pg_hba.conf"
