-- What a change of public content makes untrue in the caches, written in the transaction of the change. Read by
-- transaction id and not by row id: transactions do not commit in the order in which they began.
CREATE TABLE "cache_invalidation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "tags" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cache_invalidation_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "cache_invalidation_xid_idx" ON "cache_invalidation"("xid");
CREATE INDEX "cache_invalidation_created_at_idx" ON "cache_invalidation"("created_at");
