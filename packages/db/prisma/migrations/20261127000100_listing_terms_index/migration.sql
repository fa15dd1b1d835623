-- What has not been merged yet is read through for each slice of a search: little.
CREATE INDEX CONCURRENTLY "listing_terms" ON "listing" USING gin ("terms") WITH (gin_pending_list_limit = 128);
