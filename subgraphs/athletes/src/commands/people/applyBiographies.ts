import type { Applier } from '@games/odf-feed';
import { latestVersions } from '../../domain/feed/layers.ts';
import type { BiographyRecord } from '../../domain/feed/records.ts';
import { selectListMessages } from '../../sql/feed/lists.ts';
import { replaceBiographies } from '../../sql/people/biographies.ts';
import { foldLayers } from '../feed/foldLayers.ts';

/** The biographies of people, each in all its languages. */
export const applyBiographies: Applier<readonly BiographyRecord[]> = async (work, batch) => {
  const documentCodes = [...new Set(batch.map(({ header }) => header.documentCode))];
  const messages = await selectListMessages(
    work.tx,
    { documentTypes: ['DT_BIO_PAR'], documentCodes },
    batch.map(({ id }) => id),
  );
  const layers = latestVersions(messages).filter((top) => !top.invalidates);
  const records = await foldLayers(
    work,
    batch,
    layers,
    ({ participantCode, language }) => `${participantCode} ${language}`,
  );
  await replaceBiographies(work.tx, documentCodes, [...records.values()]);
};
