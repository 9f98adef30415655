import type { ParticipantRecord } from '../../domain/feed/records.ts';
import { deleteUnusedWords, writeParticipations } from '../../sql/people/writeParticipants.ts';
import { applyDisciplineLists } from '../feed/applyDisciplineLists.ts';

/** The people of disciplines. */
export const applyParticipants = applyDisciplineLists<ParticipantRecord>({
  documentTypes: ['DT_PARTIC', 'DT_PARTIC_UPDATE'],
  write: async (tx, discipline, people, named) => {
    const listed = people.filter(({ record }) => !record.isRemoved);
    await writeParticipations(tx, discipline, listed, named);
    await deleteUnusedWords(tx);
  },
});
