import type { Invoice, InvoiceLine } from './read-invoices.ts';

const POUND = 1_000_000;

export const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

/** A line of an invoice, for a test; the price in pounds of at most three digits behind the point. */
export function lineOf(stockCode: string, quantity: number, pounds: number): InvoiceLine {
  const price = Math.round(pounds * 1_000) * (POUND / 1_000);
  return { row: 2, stockCode, title: `A ${stockCode}`, quantity, price };
}

/** An invoice of customer 100, for a test; null is nobody. */
export function invoiceOf(number: string, lines: InvoiceLine[], customer: string | null = '100'): Invoice {
  return { number, at: Date.UTC(2030, 0, 1), customer: customer ?? undefined, country: 'Norway', lines };
}
