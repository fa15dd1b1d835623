-- Whether an order has later work that is still open.
CREATE INDEX CONCURRENTLY "outbox_event_open_order" ON "outbox_event" ((payload ->> 'orderId')) WHERE closed_at IS NULL;
