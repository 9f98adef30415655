import type { Ledger, Row } from './ledger.ts';
import type { DataSet } from './readDataSet.ts';

export interface Organisation {
  readonly code: string;
  readonly name: string;
  readonly longName: string;
  /** `P` takes part, `NP` does not, `H` historic; '' where the set does not say. */
  readonly note: string;
}

export interface Organisations {
  readonly byCode: ReadonlyMap<string, Organisation>;
  readonly rows: readonly Row[];
}

/** The organisations of nocs.csv, and those that only technical officials belong to: international federations. */
export function readOrganisations(data: DataSet, ledger: Ledger): Organisations {
  const byCode = new Map<string, Organisation>();
  const rows: Row[] = [];
  for (const row of data.organisations) {
    const { code = '', country: name = '', country_long: longName = '', note = '' } = row.cells;
    if (!/^[A-Z0-9]{3}$/.test(code)) ledger.refuse(row, `"${code}" is not the code of an organisation.`);
    else if (byCode.has(code)) ledger.refuse(row, `The organisation ${code} is listed before with other details.`);
    else if (name === '') ledger.refuse(row, `The organisation ${code} has no name.`);
    else {
      byCode.set(code, { code, name, longName, note });
      ledger.apply(row);
      rows.push(row);
    }
  }
  for (const { cells } of data.officials) {
    const { organisation_code: code = '', organisation: name = '', organisation_long: longName = '' } = cells;
    if (!byCode.has(code) && /^[A-Z0-9]{2,5}$/.test(code) && name !== '') {
      byCode.set(code, { code, name, longName, note: '' });
    }
  }
  return { byCode, rows };
}
