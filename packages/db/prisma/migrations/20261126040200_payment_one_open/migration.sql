-- An order is never being paid twice: of its payments one at most is under way or taken.
CREATE UNIQUE INDEX CONCURRENTLY "payment_one_open" ON "payment" (order_id) WHERE state IN ('pending', 'authorized', 'captured') AND NOT given_up;
