import type { Applier } from '@games/odf-feed';
import type { Transaction } from '@games/postgres';
import { latestVersions } from '../../domain/feed/layers.ts';
import type { CodeRecord, Sourced } from '../../domain/feed/records.ts';
import { selectListMessages } from '../../sql/feed/lists.ts';
import { replaceFunctions, replaceOrganisations } from '../../sql/organisations/writeCodes.ts';
import { foldLayers } from '../feed/foldLayers.ts';

type Replace = (tx: Transaction, codes: readonly Sourced<CodeRecord>[]) => Promise<void>;

/** The table of organisations. */
export const applyOrganisations = applyCodes('ORGANISATION', replaceOrganisations);
/** The table of functions. */
export const applyFunctions = applyCodes('FUNCTION', replaceFunctions);

/** A code set may come in several messages, say one for each language: it is written as all of them say together. */
function applyCodes(documentSubtype: string, replace: Replace): Applier<readonly CodeRecord[]> {
  return async (work, batch) => {
    const messages = await selectListMessages(
      work.tx,
      { documentTypes: ['DT_CODES'], documentSubtype },
      batch.map(({ id }) => id),
    );
    const layers = latestVersions(messages).filter((top) => !top.invalidates);
    const records = await foldLayers(work, batch, layers, ({ code }) => code, mergeCodes);
    await replace(work.tx, [...records.values()]);
  };
}

function mergeCodes(below: CodeRecord, above: CodeRecord): CodeRecord {
  const names = new Map([...below.names, ...above.names].map((name) => [name.language, name]));
  return {
    code: above.code,
    note: above.note ?? below.note,
    country: above.country ?? below.country,
    category: above.category ?? below.category,
    names: [...names.values()],
  };
}
