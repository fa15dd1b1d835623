import { ColumnTypeEnum, type SqlDriverAdapter, type SqlQuery } from '@prisma/driver-adapter-utils';

/** OIDs of PostgreSQL's `"char"` (one byte, in catalogs only) and `text`. */
const CHAR = 18;
const TEXT = 25;

type DriverResult = { fields: { dataTypeID: number }[] };
type PerformIO = (query: SqlQuery) => Promise<DriverResult>;

/**
 * adapter-pg 7.10 refuses a column of type `"char"`, and introspection reads some (`pg_constraint.contype`,
 * `confdeltype`, `confupdtype`). It has no hook for this, so the adapter's own `performIO` is wrapped: the column is
 * shown to it as text, then typed as the single character that the engine insists on (it panics on text).
 */
export function mapCatalogTypes(adapter: SqlDriverAdapter): void {
  const { queryRaw } = adapter;
  const { performIO } = adapter as unknown as { performIO: PerformIO };
  adapter.queryRaw = async (query) => {
    const charColumns: number[] = [];
    const performAndNoteChars: PerformIO = async (sql) => {
      const result = await performIO.call(adapter, sql);
      for (const [index, field] of result.fields.entries()) {
        if (field.dataTypeID !== CHAR) continue;
        field.dataTypeID = TEXT;
        charColumns.push(index);
      }
      return result;
    };
    // A view for each call, so that queries at the same time do not see each other's columns.
    const view: SqlDriverAdapter = Object.create(adapter, { performIO: { value: performAndNoteChars } });
    const result = await queryRaw.call(view, query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
}
