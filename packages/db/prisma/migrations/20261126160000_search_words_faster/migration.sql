-- The same words as before in less than half the time: many signs at once are found by a pattern sooner than by translate(), which
-- compares each letter of a text with each of them.
CREATE OR REPLACE FUNCTION search_words(value text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  plain text := lower(value COLLATE pg_c_utf8);
  words text[];
BEGIN
  IF octet_length(plain) > length(plain) THEN
    plain := translate(
      regexp_replace(lower(normalize(plain, NFKD) COLLATE pg_c_utf8), '[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u05f3\u05f4\u2018-\u201f\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00d7\u00f7\u00ae\u00a9]', '', 'g'),
      'ךםןףץøłđ', 'כמנפצold');
    plain := regexp_replace(plain, '[\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2022\u00b7\u00ab\u00bb\u00a1\u00bf]', ' ', 'g');
  END IF;
  IF plain ~ '[%&+#@°$€£₪]' THEN
    plain := regexp_replace(plain, '([%&+#@°$€£₪])', ' \1 ', 'g');
  END IF;
  plain := regexp_replace(plain, '[''"`]', '', 'g');
  words := array_remove(
    string_to_array(regexp_replace(plain, '[-_.,:;!?()\[\]{}<>/|\\*=^~\t\n\r]', ' ', 'g'), ' '), '');
  -- PostgreSQL takes no word of more than 2,046 bytes.
  IF octet_length(plain) > 500 THEN
    words := ARRAY(SELECT left(word, 100) FROM unnest(words) WITH ORDINALITY AS said (word, place) ORDER BY place);
  END IF;
  RETURN words;
END
$$;
