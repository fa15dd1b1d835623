-- Orders that were sold outside of the shop, and credit notes of what no order here is the original of.
CREATE TYPE "order_line_kind" AS ENUM ('goods', 'charge');

-- An imported order has come from no cart. Locked before its lines, as by all that writes orders meanwhile.
ALTER TABLE "orders" ALTER COLUMN "cart_id" DROP NOT NULL;
ALTER TABLE "order_line" ADD COLUMN "kind" "order_line_kind" NOT NULL DEFAULT 'goods';

CREATE TABLE "order_origin" (
    "order_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_number" TEXT NOT NULL,
    "customer_reference" TEXT,
    "country" TEXT,
    "fingerprint" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "order_origin_pkey" PRIMARY KEY ("order_id"),
    CONSTRAINT "order_origin_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "order_origin_source_external_number_key" ON "order_origin"("source", "external_number");
-- The desk finds an order by the beginning of its number elsewhere.
CREATE INDEX "order_origin_external_number_lower" ON "order_origin" (lower(external_number));

CREATE TABLE "credit_note" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "number" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "external_number" TEXT NOT NULL,
    "customer_reference" TEXT,
    "country" TEXT,
    "currency" CHAR(3) NOT NULL,
    "total" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "restock" BOOLEAN NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credit_note_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "credit_note_total_not_negative" CHECK (total >= 0)
);
CREATE UNIQUE INDEX "credit_note_number_key" ON "credit_note"("number");
CREATE UNIQUE INDEX "credit_note_source_external_number_key" ON "credit_note"("source", "external_number");
CREATE INDEX "credit_note_issued_at_id_idx" ON "credit_note"("issued_at" DESC, "id" DESC);
CREATE INDEX "credit_note_external_number_lower" ON "credit_note" (lower(external_number));

CREATE TABLE "credit_note_line" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "credit_note_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "order_line_kind" NOT NULL,
    "variant_id" UUID,
    "sku" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_amount" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,

    CONSTRAINT "credit_note_line_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "credit_note_line_positive" CHECK (quantity > 0 AND unit_amount >= 0 AND total >= 0),
    CONSTRAINT "credit_note_line_credit_note_id_fkey" FOREIGN KEY ("credit_note_id") REFERENCES "credit_note"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "credit_note_line_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "credit_note_line_credit_note_id_position_key" ON "credit_note_line"("credit_note_id", "position");
CREATE INDEX "credit_note_line_variant_id_idx" ON "credit_note_line"("variant_id");

CREATE SEQUENCE "credit_note_number_seq" START 1001;
