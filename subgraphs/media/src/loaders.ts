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

type Keys = readonly string[];

export type Loaders = ReturnType<typeof createLoaders>;

/**
 * The loaders of one request: each reads in one statement what the whole request asks for. They know the viewer, and give
 * nothing that the viewer may not know of, whichever way it was asked for.
 */
export function createLoaders(db: Database, viewer: Viewer, now: Date) {
  const scope = { visibilities: visibilitiesFor(viewer), now };
  const audiences = feedAudiencesFor(viewer);
  return {
    asset: batchLoader((ids: Keys) => selectAssets(db, ids, scope), 'id'),
    picture: batchLoader((ids: Keys) => selectPictures(db, 'asset', ids, now), 'assetId'),
    portrait: batchLoader((codes: Keys) => selectPictures(db, 'athlete', codes, now), 'athleteCode'),
    illustration: batchLoader((codes: Keys) => selectPictures(db, 'discipline', codes, now), 'disciplineCode'),
    venuePicture: batchLoader((codes: Keys) => selectPictures(db, 'venue', codes, now), 'venueCode'),
    renditionsOfAsset: groupLoader((ids: Keys) => selectRenditions(db, ids), 'assetId'),
    audioTracks: groupLoader((layouts: Keys) => selectAudioTracks(db, layouts), 'layout'),

    feed: batchLoader((ids: Keys) => selectFeeds(db, ids, audiences), 'id'),
    feedsOfUnit: loaderByArguments((page: Page) =>
      groupLoader((units: Keys) => selectFeedsOfUnits(db, units, audiences, page), 'unitCode'),
    ),

    clip: batchLoader((ids: Keys) => selectClips(db, ids, now), 'id'),
    clipsOfUnit: loaderByArguments((page: Page) =>
      groupLoader((units: Keys) => selectClipsOfUnits(db, units, now, page), 'ownerKey'),
    ),
    clipsOfAthlete: loaderByArguments((page: Page) =>
      groupLoader((codes: Keys) => selectClipsOfAthletes(db, codes, now, page), 'ownerKey'),
    ),
    athletesOfClip: groupLoader((ids: Keys) => selectAthletesOfClips(db, ids), 'clipId'),

    moment: batchLoader((ids: Keys) => selectMoments(db, ids, now), 'id'),
    momentsOfUnit: loaderByArguments((page: Page) =>
      groupLoader((units: Keys) => selectMomentsOfUnits(db, units, now, page), 'unitCode'),
    ),
    momentsOfAsset: loaderByArguments((page: Page) =>
      groupLoader((ids: Keys) => selectMomentsOfAssets(db, ids, now, page), 'assetId'),
    ),

    story: batchLoader((ids: Keys) => selectStories(db, ids, now), 'id'),
    storiesOfEvent: loaderByArguments((page: Page) =>
      groupLoader((events: Keys) => selectStoriesOfEvents(db, events, now, page), 'eventCode'),
    ),
    athletesOfStory: groupLoader((ids: Keys) => selectAthletesOfStories(db, ids), 'storyId'),

    grantsFor: createGrantLoading(db),
    grant: batchLoader(
      async (ids: Keys) => (await selectGrants(db, ids)).filter(({ holder }) => maySeeContractsOf(viewer, holder)),
      'id',
    ),
    territoriesOfGrant: groupLoader((ids: Keys) => selectTerritoriesOfGrants(db, ids), 'grantId'),
    holder: batchLoader((codes: Keys) => selectHolders(db, codes), 'code'),
    delivery: batchLoader(
      async (ids: Keys) => (await selectDeliveries(db, ids)).filter(({ holder }) => maySeeContractsOf(viewer, holder)),
      'id',
    ),
  };
}

/** One statement for all that is asked about, wherever it is to be shown. A question is its own key, written out. */
function createGrantLoading(db: Database): LoadGrants {
  const loader = groupLoader((keys: Keys) => selectGrantsFor(db, keys.map(readSubject)), 'subject');
  return ({ clipId, assetId, code }, territory) => loader.load(JSON.stringify([clipId, assetId, code, territory]));
}

function readSubject(key: string): RightsSubject {
  const [clipId, assetId, code, territory] = JSON.parse(key) as [string | null, string | null, string, string];
  return { key, clipId, assetId, code, territory };
}
