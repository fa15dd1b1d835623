-- What a listing is found by, with its locale and its slice of the featured order. The release before reads and writes `words`: rows keep theirs until a later
-- release takes the column away, and new ones have none.
ALTER TABLE "listing" ADD COLUMN "terms" TSVECTOR, ALTER COLUMN "words" SET DEFAULT '';

-- When a product was last listed with terms. The release before tells `refreshed_at` alone: where the two differ, it has been listed without them.
ALTER TABLE "listing_turn" ADD COLUMN "terms_at" TIMESTAMPTZ(3);
