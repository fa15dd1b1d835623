CREATE INDEX CONCURRENTLY "orders_hold" ON "orders" (hold_expires_at) WHERE hold_expires_at IS NOT NULL;
