-- What a listing is found by, with its locale and its slice of the featured order. The release before reads and writes `words`: rows keep theirs until a later
-- release takes the column away, and new ones have none.
ALTER TABLE "listing" ADD COLUMN "terms" TSVECTOR, ALTER COLUMN "words" SET DEFAULT '';

-- By which definition a product's listing was written. What was written by another one is written anew at the next start.
ALTER TABLE "listing_turn" ADD COLUMN "version" SMALLINT NOT NULL DEFAULT 1;
