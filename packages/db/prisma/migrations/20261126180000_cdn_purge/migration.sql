-- How far a CDN has been told of what changed: as of the last round and of the one before. One row, of the worker alone.
CREATE TABLE "cdn_purge" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "before" pg_snapshot NOT NULL,
    "last" pg_snapshot NOT NULL,

    CONSTRAINT "cdn_purge_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "cdn_purge_one_row" CHECK (id)
);
