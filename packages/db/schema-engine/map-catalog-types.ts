import { ColumnTypeEnum, type SqlDriverAdapter, type SqlQuery } from '@prisma/driver-adapter-utils';

/** OIDs of PostgreSQL's `"char"` (one byte, in catalogs only) and `text`. */
const CHAR = 18;
const TEXT = 25;

type DriverResult = { fields: { dataTypeID: number }[] };
type Internals = { performIO(query: SqlQuery): Promise<DriverResult> };

/**
 * adapter-pg 7.10 refuses a column of type `"char"`, and introspection reads some (`pg_constraint.contype`,
 * `confdeltype`, `confupdtype`). It has no hook for this, so its own `performIO` is wrapped: the column is shown to it
 * as text, then typed as the single character that the engine insists on (it panics on text).
 */
export function mapCatalogTypes(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const queryRaw: SqlDriverAdapter['queryRaw'] = async (query) => {
    const charColumns: number[] = [];
    const performIO: Internals['performIO'] = async (sql) => {
      const result = await (adapter as unknown as Internals).performIO(sql);
      for (const [index, field] of result.fields.entries()) {
        if (field.dataTypeID !== CHAR) continue;
        field.dataTypeID = TEXT;
        charColumns.push(index);
      }
      return result;
    };
    const view: SqlDriverAdapter & Internals = Object.assign(Object.create(adapter), { performIO });
    const result = await view.queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return Object.assign(Object.create(adapter), { queryRaw });
}
