-- What lists and searches read: rows that are computed from the catalog, its prices and its stock. All of it can be
-- written anew at any time (npm run listing:rebuild).

-- The words of a text as they are compared: lower case, without accents, points of Hebrew and apostrophes, with the letters
-- that Hebrew writes otherwise at a word's end as everywhere else. A sign that says something, as in "100 %", is a word.
-- The collation is named because a database of locale C lowers ASCII letters alone.
CREATE FUNCTION search_words(value text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  plain text := lower(value COLLATE pg_c_utf8);
  words text[];
BEGIN
  IF octet_length(plain) > length(plain) THEN
    plain := translate(
      regexp_replace(lower(normalize(plain, NFKD) COLLATE pg_c_utf8), '[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u05f3\u05f4\u2018-\u201f\u200b-\u200f\u202a-\u202e\u2066-\u2069]', '', 'g'),
      E'ךםןףץøłđ\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2022\u00b7\u00ab\u00bb\u00a1\u00bf\u00d7\u00f7\u00ae\u00a9', 'כמנפצold             ');
  END IF;
  IF plain ~ '[%&+#@°$€£₪]' THEN
    plain := regexp_replace(plain, '([%&+#@°$€£₪])', ' \1 ', 'g');
  END IF;
  words := array_remove(string_to_array(
    translate(plain, E'-_.,:;!?()[]{}<>/|\\*=^~\t\n\r''"`', '                          '), ' '), '');
  -- PostgreSQL takes no word of more than 2,046 bytes.
  IF octet_length(plain) > 500 THEN
    words := ARRAY(SELECT left(word, 100) FROM unnest(words) WITH ORDINALITY AS said (word, place) ORDER BY place);
  END IF;
  RETURN words;
END
$$;

-- Other words that a word is found by: the stem of an English one (none for "the" or "for"), a Hebrew one without the letters that
-- stand for "the", "and", "in", "to", "from", "that" or "like" at its beginning.
CREATE FUNCTION search_forms(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN word ~ '^[a-z]+$' THEN ts_lexize('english_stem', word)
    WHEN word ~ '^[הובלמשכ][\u05d0-\u05ea]{3,}$' THEN array_remove(ARRAY[
      substr(word, 2),
      substring(word FROM '^(?:ו[הבלמשכ]|ש[הבלמ]|[מכ]ה|כש)(.{3,})$')], NULL)
  END
$$;

-- The words of a text, and what each of them is found by. Not as a text: what it calls is bound now, so that a dump can be restored, which has
-- no search_path and must know what comes first.
CREATE FUNCTION search_vector(value text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
  SELECT array_to_tsvector(coalesce(array_agg(form), '{}'))
  FROM unnest(search_words(value)) AS said (word)
  CROSS JOIN LATERAL unnest(word || search_forms(word)) AS found_by (form)
);

-- A line of goods: all of a channel in a currency, or those of one category.
CREATE TABLE "listing_shelf" (
    "id" INTEGER GENERATED ALWAYS AS IDENTITY,
    "channel_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "category_id" UUID,

    CONSTRAINT "listing_shelf_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "listing_shelf_one" UNIQUE NULLS NOT DISTINCT ("channel_id", "currency", "category_id"),
    CONSTRAINT "listing_shelf_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "listing_shelf_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "listing_shelf_category_id_idx" ON "listing_shelf"("category_id");

-- Whoever writes a product's rows holds its turn until the commit, also the first time, when there are no rows yet.
CREATE TABLE "listing_turn" (
    "product_id" UUID NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "listing_turn_pkey" PRIMARY KEY ("product_id"),
    CONSTRAINT "listing_turn_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITH (fillfactor = 90);

-- A product as it is shown and found in a locale. `offers` has for each currency the lowest amount, the one before and how available
-- it is, 1 for in stock to 4 for out of stock. None of these is in an index: when they change, no index is written (HOT).
CREATE TABLE "listing" (
    "product_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "image_url" TEXT,
    "image_alt" TEXT,
    "position" INTEGER NOT NULL,
    "category_ids" UUID[] NOT NULL,
    "offers" JSONB NOT NULL,
    "words" TSVECTOR NOT NULL,

    CONSTRAINT "listing_pkey" PRIMARY KEY ("product_id", "channel_id", "locale"),
    CONSTRAINT "listing_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITH (fillfactor = 90, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
-- What has not been merged yet is read through by every search: little.
CREATE INDEX "listing_words" ON "listing" USING gin ("words") WITH (gin_pending_list_limit = 256);

-- Where a product stands on a shelf, in each order: a page is a range of one of the indexes.
CREATE TABLE "listing_place" (
    "product_id" UUID NOT NULL,
    "shelf_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "listing_place_pkey" PRIMARY KEY ("product_id", "shelf_id"),
    CONSTRAINT "listing_place_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITH (autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
CREATE INDEX "listing_place_featured" ON "listing_place"("shelf_id", "position", "product_id");
CREATE INDEX "listing_place_newest" ON "listing_place"("shelf_id", "published_at", "product_id");
CREATE INDEX "listing_place_amount" ON "listing_place"("shelf_id", "amount", "product_id");

-- Every word that some listing of a locale is found by. `documents`: in how many, as of the last rebuild.
CREATE TABLE "listing_word" (
    "locale" TEXT NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "documents" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "listing_word_pkey" PRIMARY KEY ("locale", "word")
);
CREATE INDEX "listing_word_parts" ON "listing_word" USING gin ("word" gin_trgm_ops);

-- Words that mean the same, each way. Whoever runs the shop writes them; they count from the next search on.
CREATE TABLE "search_synonym" (
    "locale" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "synonym" TEXT NOT NULL,

    CONSTRAINT "search_synonym_pkey" PRIMARY KEY ("locale", "word", "synonym"),
    CONSTRAINT "search_synonym_is_one_plain_word" CHECK (search_words(word) = ARRAY[word] AND search_words(synonym) = ARRAY[synonym])
);
CREATE INDEX "search_synonym_locale_synonym_idx" ON "search_synonym"("locale", "synonym");

-- How far the worker has come in looking through all listings.
CREATE TABLE "listing_round" (
    "is_one" BOOLEAN NOT NULL DEFAULT true,
    "after_product_id" UUID,

    CONSTRAINT "listing_round_pkey" PRIMARY KEY ("is_one"),
    CONSTRAINT "listing_round_one" CHECK (is_one)
);
INSERT INTO "listing_round" DEFAULT VALUES;

-- A category's title is compared as it is now, so that renaming one changes nothing of its products. A small table: it is written anew in no time.
ALTER TABLE "category_translation" ADD COLUMN "words" TSVECTOR GENERATED ALWAYS AS (search_vector(title)) STORED;
