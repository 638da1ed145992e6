import { checkJson } from './check-json';
import { checkMarkdown } from './check-markdown';
import { checkSarif } from './check-sarif';
import { checkText } from './check-text';
import { inventoryCsv } from './inventory-csv';
import { inventoryJson } from './inventory-json';
import { inventoryMarkdown } from './inventory-markdown';
import { inventoryTable } from './inventory-table';
import type { CheckReport, Display, InventoryReport } from './report';

/** Formats of findings by name; the first is the default. */
export const checkFormats = { text: checkText, json: checkJson, sarif: checkSarif, markdown: checkMarkdown } satisfies Readonly<
  Record<string, (report: CheckReport, display: Display) => string>>;
export type CheckFormat = keyof typeof checkFormats;

/** Formats of the inventory by name; the first is the default. */
export const inventoryFormats = { table: inventoryTable, json: inventoryJson, csv: inventoryCsv, markdown: inventoryMarkdown } satisfies Readonly<
  Record<string, (report: InventoryReport, display: Display) => string>>;
export type InventoryFormat = keyof typeof inventoryFormats;
