import type { Database } from '@games/postgres';
import type { Viewer } from '@games/service';
import { batchLoader, groupLoader, loaderByArguments, type Page } from '@games/subgraph';
import type { LoadGrants } from './domain/rights/access.ts';
import { feedAudiencesFor, maySeeContractsOf, visibilitiesFor } from './domain/rights/audience.ts';
import { selectAssets } from './sql/assets/assets.ts';
import { selectAudioTracks } from './sql/assets/audio.ts';
import { selectPictures } from './sql/assets/pictures.ts';
import { selectRenditions } from './sql/assets/renditions.ts';
import { selectAthletesOfClips, selectClips, selectClipsOfAthletes, selectClipsOfUnits } from './sql/clips/clips.ts';
import { selectMoments, selectMomentsOfAssets, selectMomentsOfUnits } from './sql/editorial/moments.ts';
import { selectAthletesOfStories, selectStories, selectStoriesOfEvents } from './sql/editorial/stories.ts';
import { selectFeeds, selectFeedsOfUnits } from './sql/feeds/feeds.ts';
import { selectDeliveries } from './sql/rights/deliveries.ts';
import {
  type RightsSubject,
  selectGrants,
  selectGrantsFor,
  selectHolders,
  selectTerritoriesOfGrants,
} from './sql/rights/rights.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/**
 * The loaders of one request: each reads in one statement what the whole request asks for. They know the viewer, and give
 * nothing that the viewer may not know of, whichever way it was asked for.
 */
export function createLoaders(db: Database, viewer: Viewer, now: Date) {
  const scope = { visibilities: visibilitiesFor(viewer), now };
  const audiences = feedAudiencesFor(viewer);
  return {
    asset: batchLoader(
      (ids: readonly string[]) => selectAssets(db, ids, scope),
      ({ id }) => id,
    ),
    picture: batchLoader(
      (ids: readonly string[]) => selectPictures(db, 'asset', ids, now),
      ({ assetId }) => assetId,
    ),
    portrait: batchLoader(
      (codes: readonly string[]) => selectPictures(db, 'athlete', codes, now),
      ({ athleteCode }) => athleteCode as string,
    ),
    illustration: batchLoader(
      (codes: readonly string[]) => selectPictures(db, 'discipline', codes, now),
      ({ disciplineCode }) => disciplineCode as string,
    ),
    venuePicture: batchLoader(
      (codes: readonly string[]) => selectPictures(db, 'venue', codes, now),
      ({ venueCode }) => venueCode as string,
    ),
    renditionsOfAsset: groupLoader(
      (ids: readonly string[]) => selectRenditions(db, ids),
      ({ assetId }) => assetId,
    ),
    audioTracks: groupLoader(
      (layouts: readonly string[]) => selectAudioTracks(db, layouts),
      ({ layout }) => layout,
    ),

    feed: batchLoader(
      (ids: readonly string[]) => selectFeeds(db, ids, audiences),
      ({ id }) => id,
    ),
    feedsOfUnit: loaderByArguments((page: Page) =>
      groupLoader(
        (units: readonly string[]) => selectFeedsOfUnits(db, units, audiences, page),
        ({ unitCode }) => unitCode as string,
      ),
    ),

    clip: batchLoader(
      (ids: readonly string[]) => selectClips(db, ids, now),
      ({ id }) => id,
    ),
    clipsOfUnit: loaderByArguments((page: Page) =>
      groupLoader(
        (units: readonly string[]) => selectClipsOfUnits(db, units, now, page),
        ({ owner }) => owner,
      ),
    ),
    clipsOfAthlete: loaderByArguments((page: Page) =>
      groupLoader(
        (codes: readonly string[]) => selectClipsOfAthletes(db, codes, now, page),
        ({ owner }) => owner,
      ),
    ),
    athletesOfClip: groupLoader(
      (ids: readonly string[]) => selectAthletesOfClips(db, ids),
      ({ clipId }) => clipId,
    ),

    moment: batchLoader(
      (ids: readonly string[]) => selectMoments(db, ids, now),
      ({ id }) => id,
    ),
    momentsOfUnit: loaderByArguments((page: Page) =>
      groupLoader(
        (units: readonly string[]) => selectMomentsOfUnits(db, units, now, page),
        ({ unitCode }) => unitCode,
      ),
    ),
    momentsOfAsset: loaderByArguments((page: Page) =>
      groupLoader(
        (ids: readonly string[]) => selectMomentsOfAssets(db, ids, now, page),
        ({ assetId }) => assetId as string,
      ),
    ),

    story: batchLoader(
      (ids: readonly string[]) => selectStories(db, ids, now),
      ({ id }) => id,
    ),
    storiesOfEvent: loaderByArguments((page: Page) =>
      groupLoader(
        (events: readonly string[]) => selectStoriesOfEvents(db, events, now, page),
        ({ eventCode }) => eventCode as string,
      ),
    ),
    athletesOfStory: groupLoader(
      (ids: readonly string[]) => selectAthletesOfStories(db, ids),
      ({ storyId }) => storyId,
    ),

    grantsFor: createGrantLoading(db),
    grant: batchLoader(
      async (ids: readonly string[]) =>
        (await selectGrants(db, ids)).filter(({ holder }) => maySeeContractsOf(viewer, holder)),
      ({ id }) => id,
    ),
    territoriesOfGrant: groupLoader(
      (ids: readonly string[]) => selectTerritoriesOfGrants(db, ids),
      ({ grantId }) => grantId,
    ),
    holder: batchLoader(
      (codes: readonly string[]) => selectHolders(db, codes),
      ({ code }) => code,
    ),
    delivery: batchLoader(
      async (ids: readonly string[]) =>
        (await selectDeliveries(db, ids)).filter(({ holder }) => maySeeContractsOf(viewer, holder)),
      ({ id }) => id,
    ),
  };
}

/** One statement for all that is asked about, wherever it is to be shown. A question is its own key, written out. */
function createGrantLoading(db: Database): LoadGrants {
  const loader = groupLoader(
    (keys: readonly string[]) => selectGrantsFor(db, keys.map(readSubject)),
    ({ subject }) => subject,
  );
  return ({ clipId, assetId, code }, territory) => loader.load(JSON.stringify([clipId, assetId, code, territory]));
}

function readSubject(key: string): RightsSubject {
  const [clipId, assetId, code, territory] = JSON.parse(key) as [string | null, string | null, string, string];
  return { key, clipId, assetId, code, territory };
}
