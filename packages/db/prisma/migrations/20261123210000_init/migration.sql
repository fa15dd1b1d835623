-- Search compares words by trigrams: prefixes and typing errors.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "product_status" AS ENUM ('draft', 'active', 'archived');

-- CreateEnum
CREATE TYPE "user_role" AS ENUM ('customer', 'operator');

-- CreateEnum
CREATE TYPE "stock_movement_kind" AS ENUM ('adjustment', 'import', 'allocation', 'release', 'fulfilment');

-- CreateEnum
CREATE TYPE "payment_status" AS ENUM ('pending', 'authorized', 'paid', 'partially_refunded', 'refunded', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "fulfilment_status" AS ENUM ('unfulfilled', 'partially_fulfilled', 'fulfilled', 'delivered', 'cancelled');

-- CreateEnum
CREATE TYPE "address_kind" AS ENUM ('shipping', 'billing');

-- CreateEnum
CREATE TYPE "payment_state" AS ENUM ('pending', 'authorized', 'captured', 'declined', 'cancelled');

-- CreateTable
CREATE TABLE "cart" (
    "id" TEXT NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID,
    "currency" CHAR(3) NOT NULL,
    "locale" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cart_line" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "cart_id" TEXT NOT NULL,
    "variant_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "seen_amount" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cart_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "handle" TEXT NOT NULL,
    "status" "product_status" NOT NULL DEFAULT 'draft',
    "vendor" TEXT,
    "tags" TEXT[],
    "position" INTEGER NOT NULL DEFAULT 0,
    "published_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product_translation" (
    "product_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,

    CONSTRAINT "product_translation_pkey" PRIMARY KEY ("product_id","locale")
);

-- CreateTable
CREATE TABLE "product_option" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "product_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "product_option_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product_option_translation" (
    "option_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "product_option_translation_pkey" PRIMARY KEY ("option_id","locale")
);

-- CreateTable
CREATE TABLE "product_option_value" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "option_id" UUID NOT NULL,
    "value" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "product_option_value_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product_option_value_translation" (
    "option_value_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "product_option_value_translation_pkey" PRIMARY KEY ("option_value_id","locale")
);

-- CreateTable
CREATE TABLE "variant" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "product_id" UUID NOT NULL,
    "sku" TEXT,
    "barcode" TEXT,
    "option_key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "weight_grams" INTEGER NOT NULL DEFAULT 0,
    "image_url" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "variant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "variant_option_value" (
    "variant_id" UUID NOT NULL,
    "option_value_id" UUID NOT NULL,

    CONSTRAINT "variant_option_value_pkey" PRIMARY KEY ("variant_id","option_value_id")
);

-- CreateTable
CREATE TABLE "product_image" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "product_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "alt" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL,

    CONSTRAINT "product_image_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "category" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "handle" TEXT NOT NULL,
    "parent_id" UUID,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "category_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "category_translation" (
    "category_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "category_translation_pkey" PRIMARY KEY ("category_id","locale")
);

-- CreateTable
CREATE TABLE "product_category" (
    "product_id" UUID NOT NULL,
    "category_id" UUID NOT NULL,

    CONSTRAINT "product_category_pkey" PRIMARY KEY ("product_id","category_id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "user_role" NOT NULL DEFAULT 'customer',
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "access_token_hash" TEXT NOT NULL,
    "refresh_token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "refresh_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_item" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "sku" TEXT,
    "low_stock_level" INTEGER NOT NULL DEFAULT 5,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_location" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "stock_location_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_level" (
    "stock_item_id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "on_hand" INTEGER NOT NULL DEFAULT 0,
    "allocated" INTEGER NOT NULL DEFAULT 0,
    "back_order_limit" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_level_pkey" PRIMARY KEY ("stock_item_id","location_id")
);

-- CreateTable
CREATE TABLE "stock_movement" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "stock_item_id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "kind" "stock_movement_kind" NOT NULL,
    "on_hand_delta" INTEGER NOT NULL DEFAULT 0,
    "allocated_delta" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "order_id" UUID,
    "actor_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_movement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "variant_component" (
    "variant_id" UUID NOT NULL,
    "stock_item_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "variant_component_pkey" PRIMARY KEY ("variant_id","stock_item_id")
);

-- CreateTable
CREATE TABLE "stock_allocation" (
    "order_id" UUID NOT NULL,
    "stock_item_id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "stock_allocation_pkey" PRIMARY KEY ("order_id","stock_item_id","location_id")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "job" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process_node" (
    "id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "stats" JSONB NOT NULL,

    CONSTRAINT "process_node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "channel_id" UUID NOT NULL,
    "cart_id" TEXT NOT NULL,
    "customer_id" UUID,
    "currency" CHAR(3) NOT NULL,
    "locale" TEXT NOT NULL,
    "payment_status" "payment_status" NOT NULL DEFAULT 'pending',
    "fulfilment_status" "fulfilment_status" NOT NULL DEFAULT 'unfulfilled',
    "attention_reason" TEXT,
    "subtotal" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL DEFAULT 0,
    "shipping" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "tax_included" BOOLEAN NOT NULL,
    "shipping_method_code" TEXT NOT NULL,
    "shipping_tax" BIGINT NOT NULL DEFAULT 0,
    "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "variant_id" UUID,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "quantity" INTEGER NOT NULL,
    "unit_amount" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL DEFAULT 0,
    "net" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "gross" BIGINT NOT NULL,
    "tax_rate_basis_points" INTEGER NOT NULL,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_contact" (
    "order_id" UUID NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "order_contact_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "order_address" (
    "order_id" UUID NOT NULL,
    "kind" "address_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "company" TEXT,
    "line1" TEXT NOT NULL,
    "line2" TEXT,
    "city" TEXT NOT NULL,
    "region" TEXT,
    "postal_code" TEXT,
    "country" CHAR(2) NOT NULL,
    "phone" TEXT,

    CONSTRAINT "order_address_pkey" PRIMARY KEY ("order_id","kind")
);

-- CreateTable
CREATE TABLE "order_event" (
    "order_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "order_event_pkey" PRIMARY KEY ("order_id","seq")
);

-- CreateTable
CREATE TABLE "fulfilment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "carrier" TEXT,
    "tracking_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fulfilment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fulfilment_line" (
    "fulfilment_id" UUID NOT NULL,
    "order_line_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "fulfilment_line_pkey" PRIMARY KEY ("fulfilment_id","order_line_id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("scope","key")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "token" TEXT,
    "amount" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "state" "payment_state" NOT NULL DEFAULT 'pending',
    "provider_reference" TEXT,
    "decline_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "test_charge" (
    "idempotency_key" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "test_charge_pkey" PRIMARY KEY ("idempotency_key")
);

-- CreateTable
CREATE TABLE "channel" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "currencies" TEXT[],
    "default_currency" CHAR(3) NOT NULL,
    "locales" TEXT[],
    "default_locale" TEXT NOT NULL,
    "tax_included" BOOLEAN NOT NULL,
    "time_zone" TEXT NOT NULL,
    "order_number_prefix" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "variant_price" (
    "variant_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount" BIGINT NOT NULL,
    "compare_at_amount" BIGINT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "variant_price_pkey" PRIMARY KEY ("variant_id","channel_id","currency")
);

-- CreateTable
CREATE TABLE "tax_rate" (
    "channel_id" UUID NOT NULL,
    "country" CHAR(2) NOT NULL,
    "basis_points" INTEGER NOT NULL,

    CONSTRAINT "tax_rate_pkey" PRIMARY KEY ("channel_id","country")
);

-- CreateTable
CREATE TABLE "shipping_method" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "channel_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "shipping_method_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipping_method_price" (
    "shipping_method_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "shipping_method_price_pkey" PRIMARY KEY ("shipping_method_id","currency")
);

-- CreateTable
CREATE TABLE "shipping_method_translation" (
    "shipping_method_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "shipping_method_translation_pkey" PRIMARY KEY ("shipping_method_id","locale")
);

-- CreateIndex
CREATE INDEX "cart_channel_id_idx" ON "cart"("channel_id");

-- CreateIndex
CREATE INDEX "cart_customer_id_idx" ON "cart"("customer_id");

-- CreateIndex
CREATE INDEX "cart_updated_at_idx" ON "cart"("updated_at");

-- CreateIndex
CREATE INDEX "cart_line_variant_id_idx" ON "cart_line"("variant_id");

-- CreateIndex
CREATE UNIQUE INDEX "cart_line_cart_id_variant_id_key" ON "cart_line"("cart_id", "variant_id");

-- CreateIndex
CREATE UNIQUE INDEX "product_handle_key" ON "product"("handle");

-- CreateIndex
CREATE INDEX "product_status_position_id_idx" ON "product"("status", "position", "id");

-- CreateIndex
CREATE INDEX "product_status_published_at_id_idx" ON "product"("status", "published_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "product_option_product_id_name_key" ON "product_option"("product_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "product_option_value_option_id_value_key" ON "product_option_value"("option_id", "value");

-- CreateIndex
CREATE INDEX "variant_sku_idx" ON "variant"("sku");

-- CreateIndex
CREATE UNIQUE INDEX "variant_product_id_option_key_key" ON "variant"("product_id", "option_key");

-- CreateIndex
CREATE INDEX "variant_option_value_option_value_id_idx" ON "variant_option_value"("option_value_id");

-- CreateIndex
CREATE INDEX "product_image_product_id_position_idx" ON "product_image"("product_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "product_image_product_id_url_key" ON "product_image"("product_id", "url");

-- CreateIndex
CREATE UNIQUE INDEX "category_handle_key" ON "category"("handle");

-- CreateIndex
CREATE INDEX "category_parent_id_position_idx" ON "category"("parent_id", "position");

-- CreateIndex
CREATE INDEX "product_category_category_id_idx" ON "product_category"("category_id");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_access_token_hash_key" ON "session"("access_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "session_refresh_token_hash_key" ON "session"("refresh_token_hash");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_refresh_expires_at_idx" ON "session"("refresh_expires_at");

-- CreateIndex
CREATE INDEX "stock_item_sku_idx" ON "stock_item"("sku");

-- CreateIndex
CREATE UNIQUE INDEX "stock_location_code_key" ON "stock_location"("code");

-- CreateIndex
CREATE INDEX "stock_level_location_id_idx" ON "stock_level"("location_id");

-- CreateIndex
CREATE INDEX "stock_movement_stock_item_id_id_idx" ON "stock_movement"("stock_item_id", "id");

-- CreateIndex
CREATE INDEX "stock_movement_location_id_idx" ON "stock_movement"("location_id");

-- CreateIndex
CREATE INDEX "stock_movement_order_id_idx" ON "stock_movement"("order_id");

-- CreateIndex
CREATE INDEX "variant_component_stock_item_id_idx" ON "variant_component"("stock_item_id");

-- CreateIndex
CREATE INDEX "stock_allocation_stock_item_id_idx" ON "stock_allocation"("stock_item_id");

-- CreateIndex
CREATE INDEX "stock_allocation_location_id_idx" ON "stock_allocation"("location_id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_number_key" ON "orders"("number");

-- CreateIndex
CREATE UNIQUE INDEX "orders_cart_id_key" ON "orders"("cart_id");

-- CreateIndex
CREATE INDEX "orders_placed_at_id_idx" ON "orders"("placed_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "orders_payment_status_placed_at_idx" ON "orders"("payment_status", "placed_at" DESC);

-- CreateIndex
CREATE INDEX "orders_fulfilment_status_placed_at_idx" ON "orders"("fulfilment_status", "placed_at" DESC);

-- CreateIndex
CREATE INDEX "orders_channel_id_idx" ON "orders"("channel_id");

-- CreateIndex
CREATE INDEX "orders_customer_id_idx" ON "orders"("customer_id");

-- CreateIndex
CREATE INDEX "order_line_variant_id_idx" ON "order_line"("variant_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_line_order_id_position_key" ON "order_line"("order_id", "position");

-- CreateIndex
CREATE INDEX "order_contact_email_idx" ON "order_contact"("email");

-- CreateIndex
CREATE INDEX "fulfilment_order_id_idx" ON "fulfilment"("order_id");

-- CreateIndex
CREATE INDEX "fulfilment_line_order_line_id_idx" ON "fulfilment_line"("order_line_id");

-- CreateIndex
CREATE INDEX "idempotency_key_expires_at_idx" ON "idempotency_key"("expires_at");

-- CreateIndex
CREATE INDEX "payment_order_id_idx" ON "payment"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "test_charge_reference_key" ON "test_charge"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "channel_code_key" ON "channel"("code");

-- CreateIndex
CREATE INDEX "variant_price_channel_id_currency_amount_idx" ON "variant_price"("channel_id", "currency", "amount");

-- CreateIndex
CREATE UNIQUE INDEX "shipping_method_channel_id_code_key" ON "shipping_method"("channel_id", "code");

-- AddForeignKey
ALTER TABLE "cart" ADD CONSTRAINT "cart_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart" ADD CONSTRAINT "cart_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart_line" ADD CONSTRAINT "cart_line_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "cart"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart_line" ADD CONSTRAINT "cart_line_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_translation" ADD CONSTRAINT "product_translation_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_option" ADD CONSTRAINT "product_option_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_option_translation" ADD CONSTRAINT "product_option_translation_option_id_fkey" FOREIGN KEY ("option_id") REFERENCES "product_option"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_option_value" ADD CONSTRAINT "product_option_value_option_id_fkey" FOREIGN KEY ("option_id") REFERENCES "product_option"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_option_value_translation" ADD CONSTRAINT "product_option_value_translation_option_value_id_fkey" FOREIGN KEY ("option_value_id") REFERENCES "product_option_value"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant" ADD CONSTRAINT "variant_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant_option_value" ADD CONSTRAINT "variant_option_value_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant_option_value" ADD CONSTRAINT "variant_option_value_option_value_id_fkey" FOREIGN KEY ("option_value_id") REFERENCES "product_option_value"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_image" ADD CONSTRAINT "product_image_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "category" ADD CONSTRAINT "category_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "category"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "category_translation" ADD CONSTRAINT "category_translation_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_category" ADD CONSTRAINT "product_category_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_category" ADD CONSTRAINT "product_category_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_level" ADD CONSTRAINT "stock_level_stock_item_id_fkey" FOREIGN KEY ("stock_item_id") REFERENCES "stock_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_level" ADD CONSTRAINT "stock_level_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "stock_location"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movement" ADD CONSTRAINT "stock_movement_stock_item_id_fkey" FOREIGN KEY ("stock_item_id") REFERENCES "stock_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movement" ADD CONSTRAINT "stock_movement_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "stock_location"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant_component" ADD CONSTRAINT "variant_component_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant_component" ADD CONSTRAINT "variant_component_stock_item_id_fkey" FOREIGN KEY ("stock_item_id") REFERENCES "stock_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_allocation" ADD CONSTRAINT "stock_allocation_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_allocation" ADD CONSTRAINT "stock_allocation_stock_item_id_fkey" FOREIGN KEY ("stock_item_id") REFERENCES "stock_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_allocation" ADD CONSTRAINT "stock_allocation_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "stock_location"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_contact" ADD CONSTRAINT "order_contact_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_address" ADD CONSTRAINT "order_address_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_event" ADD CONSTRAINT "order_event_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fulfilment" ADD CONSTRAINT "fulfilment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fulfilment_line" ADD CONSTRAINT "fulfilment_line_fulfilment_id_fkey" FOREIGN KEY ("fulfilment_id") REFERENCES "fulfilment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fulfilment_line" ADD CONSTRAINT "fulfilment_line_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant_price" ADD CONSTRAINT "variant_price_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant_price" ADD CONSTRAINT "variant_price_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipping_method" ADD CONSTRAINT "shipping_method_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipping_method_price" ADD CONSTRAINT "shipping_method_price_shipping_method_id_fkey" FOREIGN KEY ("shipping_method_id") REFERENCES "shipping_method"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipping_method_translation" ADD CONSTRAINT "shipping_method_translation_shipping_method_id_fkey" FOREIGN KEY ("shipping_method_id") REFERENCES "shipping_method"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's schema cannot say, kept by the database itself.

-- Stock: an oversold row is impossible, even to a bug.
ALTER TABLE "stock_level"
  ADD CONSTRAINT "stock_level_on_hand_not_negative" CHECK (on_hand >= 0),
  ADD CONSTRAINT "stock_level_allocated_not_negative" CHECK (allocated >= 0),
  ADD CONSTRAINT "stock_level_back_order_limit_not_negative" CHECK (back_order_limit >= 0),
  ADD CONSTRAINT "stock_level_not_oversold" CHECK (allocated <= on_hand + back_order_limit);
ALTER TABLE "stock_item" ADD CONSTRAINT "stock_item_low_stock_level_not_negative" CHECK (low_stock_level >= 0);
ALTER TABLE "stock_movement" ADD CONSTRAINT "stock_movement_moves" CHECK (on_hand_delta <> 0 OR allocated_delta <> 0);
ALTER TABLE "stock_allocation" ADD CONSTRAINT "stock_allocation_positive" CHECK (quantity > 0);
ALTER TABLE "variant_component" ADD CONSTRAINT "variant_component_positive" CHECK (quantity > 0);

-- Money: integers of minor units that add up.
ALTER TABLE "variant_price"
  ADD CONSTRAINT "variant_price_amount_not_negative" CHECK (amount >= 0),
  ADD CONSTRAINT "variant_price_compare_at_not_negative" CHECK (compare_at_amount >= 0);
ALTER TABLE "shipping_method_price" ADD CONSTRAINT "shipping_method_price_not_negative" CHECK (amount >= 0);
ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_is_a_share" CHECK (basis_points BETWEEN 0 AND 10000);
ALTER TABLE "cart_line"
  ADD CONSTRAINT "cart_line_quantity_positive" CHECK (quantity > 0),
  ADD CONSTRAINT "cart_line_seen_amount_not_negative" CHECK (seen_amount >= 0);
ALTER TABLE "orders"
  ADD CONSTRAINT "orders_money_not_negative"
    CHECK (subtotal >= 0 AND discount >= 0 AND shipping >= 0 AND shipping_tax >= 0 AND tax >= 0 AND total >= 0),
  ADD CONSTRAINT "orders_total_adds_up"
    CHECK (total = subtotal - discount + shipping + CASE WHEN tax_included THEN 0 ELSE tax END);
ALTER TABLE "order_line"
  ADD CONSTRAINT "order_line_quantity_positive" CHECK (quantity > 0),
  ADD CONSTRAINT "order_line_adds_up" CHECK (gross = net + tax AND discount >= 0);
ALTER TABLE "payment" ADD CONSTRAINT "payment_amount_not_negative" CHECK (amount >= 0);
ALTER TABLE "test_charge" ADD CONSTRAINT "test_charge_amount_not_negative" CHECK (amount >= 0);
ALTER TABLE "fulfilment_line" ADD CONSTRAINT "fulfilment_line_positive" CHECK (quantity > 0);

-- What is for sale has a day from which on: "newest" sorts by it.
ALTER TABLE "product" ADD CONSTRAINT "product_active_is_published" CHECK (status <> 'active' OR published_at IS NOT NULL);

-- One channel is the default one.
CREATE UNIQUE INDEX "channel_one_default" ON "channel" (is_default) WHERE is_default;

-- The relay asks for what is due and open, the operator for what is open: both read this index alone.
CREATE INDEX "outbox_event_open" ON "outbox_event" (due_at) WHERE closed_at IS NULL;
CREATE INDEX "outbox_event_closed" ON "outbox_event" (closed_at) WHERE closed_at IS NOT NULL;

-- History is written once.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END;
$$;
CREATE TRIGGER "order_event_append_only" BEFORE UPDATE OR DELETE ON "order_event"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "stock_movement_append_only" BEFORE UPDATE OR DELETE ON "stock_movement"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What a shopper is told of a variant, in one place for every query that shows it. `free` pieces are on the
-- shelf and promised to nobody, `available` ones may be sold (back-orders included). A bundle has as many as
-- its scarcest component allows.
CREATE FUNCTION stock_availability(free integer, available integer, low_stock_level integer) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN available <= 0 THEN 'out_of_stock'
    WHEN free <= 0 THEN 'back_order'
    WHEN free <= low_stock_level THEN 'low_stock'
    ELSE 'in_stock'
  END
$$;
CREATE VIEW "variant_stock" AS
  SELECT variant_id, free, available, stock_availability(free, available, low_stock_level) AS availability
  FROM (
    SELECT component.variant_id,
           min(item.free / component.quantity)::integer AS free,
           min(item.available / component.quantity)::integer AS available,
           max(item.low_stock_level) AS low_stock_level
    FROM "variant_component" AS component
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(level.on_hand - level.allocated), 0) AS free,
             coalesce(sum(level.on_hand + level.back_order_limit - level.allocated), 0) AS available,
             (SELECT low_stock_level FROM "stock_item" WHERE id = component.stock_item_id) AS low_stock_level
      FROM "stock_level" AS level
      WHERE level.stock_item_id = component.stock_item_id
    ) AS item
    GROUP BY component.variant_id
  ) AS variant;

-- Order numbers: gaps are allowed, duplicates and waiting are not.
CREATE SEQUENCE "order_number_seq" START 1001;

-- Heartbeats are written every second by every process and are worth nothing after a crash.
ALTER TABLE "process_node" SET UNLOGGED;


-- One default row of each day-one table.
INSERT INTO "channel" (code, name, currencies, default_currency, locales, default_locale, tax_included, time_zone, order_number_prefix, is_default)
  VALUES ('default', 'Holdfast', ARRAY['USD', 'EUR', 'ILS'], 'USD', ARRAY['en', 'he'], 'en', true, 'UTC', 'HF-', true);
INSERT INTO "stock_location" (code, name) VALUES ('default', 'Main warehouse');

-- VAT of the destination where prices hold it; a country without a row pays none.
INSERT INTO "tax_rate" (channel_id, country, basis_points)
  SELECT channel.id, rate.country, rate.basis_points
  FROM "channel", (VALUES ('IL', 1800), ('DE', 1900), ('FR', 2000), ('IT', 2200), ('ES', 2100), ('NL', 2100), ('IE', 2300), ('GB', 2000)) AS rate (country, basis_points);

WITH method AS (
  INSERT INTO "shipping_method" (channel_id, code, position)
    SELECT channel.id, m.code, m.position FROM "channel", (VALUES ('standard', 1), ('express', 2)) AS m (code, position)
    RETURNING id, code
), price AS (
  INSERT INTO "shipping_method_price" (shipping_method_id, currency, amount)
    SELECT method.id, p.currency, p.amount
    FROM method JOIN (VALUES
      ('standard', 'USD', 500), ('standard', 'EUR', 500), ('standard', 'ILS', 2000),
      ('express', 'USD', 1500), ('express', 'EUR', 1400), ('express', 'ILS', 4500)
    ) AS p (code, currency, amount) USING (code)
)
INSERT INTO "shipping_method_translation" (shipping_method_id, locale, title)
  SELECT method.id, t.locale, t.title
  FROM method JOIN (VALUES
    ('standard', 'en', 'Standard, 3 to 5 days'), ('express', 'en', 'Express, next working day'),
    ('standard', 'he', 'משלוח רגיל, 3 עד 5 ימים'), ('express', 'he', 'משלוח מהיר, יום העסקים הבא')
  ) AS t (code, locale, title) USING (code);
