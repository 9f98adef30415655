import pg from 'pg';

const oid = { int8: 20, date: 1082, int8Array: 1016, dateArray: 1182 };

const bigintArray = (text: string): bigint[] =>
  text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((item) => BigInt(item));

/** int8 as bigint, date as `YYYY-MM-DD`; numeric stays a string, timestamptz becomes a Date. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') => {
    if (id === oid.int8) return BigInt;
    if (id === oid.date) return (text: string) => text;
    if (id === oid.int8Array) return bigintArray;
    if (id === oid.dateArray) return (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(','));
    return pg.types.getTypeParser(id, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};
