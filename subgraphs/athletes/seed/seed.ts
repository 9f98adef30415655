import { countMessages, odfMessages, type World } from '@games/demonstration';
import type { Database } from '@games/postgres';
import { importMessages } from '../src/odf/importMessages.ts';

/** What the athletes service reads: codes of organisations and functions, people, teams, biographies. */
const types: ReadonlySet<string> = new Set([
  'DT_PARTIC',
  'DT_PARTIC_UPDATE',
  'DT_PARTIC_TEAMS',
  'DT_BIO_PAR',
  'DT_CODES',
]);
const codeSets: ReadonlySet<string> = new Set(['ORGANISATION', 'FUNCTION']);

/**
 * Fills an empty database with the people of the demonstration Games as they are known at `until`, through the door for
 * messages. Throws when the door refuses one.
 */
export async function seed(
  database: Database,
  world: World,
  progress: (done: number, total: number) => void,
  until: Date = new Date(world.now),
): Promise<void> {
  // What follows on the storing, the folding of the lists, counts as one part in ten.
  const total = Math.round(countMessages(world, { until, types }) / 0.9);
  const { refused } = await importMessages(database, named(world, until), {
    onProgress: (messages) => progress(messages, total),
  });
  const [first] = refused;
  if (first !== undefined) throw new Error(`${refused.length} messages were refused: ${first.name}: ${first.reason}`);
  progress(total, total);
}

function* named(world: World, until: Date) {
  for (const { header, xml } of odfMessages(world, { until, types })) {
    const { documentType, documentSubtype, documentCode, version } = header;
    if (documentType === 'DT_CODES' && !codeSets.has(documentSubtype ?? '')) continue;
    yield { name: `${documentType} ${documentCode} ${version}`, xml };
  }
}
