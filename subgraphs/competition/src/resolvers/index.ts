import './parents.ts';
import type { Resolvers } from '@games/schema/generated/competition.ts';
import { Bracket, BracketItem, BracketLink, BracketPlace, BracketRound } from './bracket.ts';
import { Competitor, CompetitorMember } from './competitor.ts';
import {
  Medal,
  MedalDifference,
  MedalDoubt,
  MedalReconciliation,
  MedalStanding,
  MedalTable,
  ReportedMedals,
} from './medal.ts';
import { FeedStatus, Message } from './message.ts';
import { Athlete, Entry, Organisation, Team } from './people.ts';
import { Correction, Provenance, ResultVersion } from './provenance.ts';
import { Query } from './query.ts';
import { Action, Record, Result, ResultList } from './result.ts';
import { CompetitionDay, Discipline, Event, Games, Phase } from './structure.ts';
import { Subscription } from './subscription.ts';
import { StatusChange, Unit, UnitCompetitor, UnitSchedule } from './unit.ts';
import { CompetitionSession, Venue } from './venue.ts';

export const resolvers: Resolvers = {
  Query,
  Subscription,
  Action,
  Athlete,
  Bracket,
  BracketItem,
  BracketLink,
  BracketPlace,
  BracketRound,
  CompetitionDay,
  CompetitionSession,
  Competitor,
  CompetitorMember,
  Correction,
  Discipline,
  Entry,
  Event,
  FeedStatus,
  Games,
  Medal,
  MedalDifference,
  MedalDoubt,
  MedalReconciliation,
  MedalStanding,
  MedalTable,
  Message,
  Organisation,
  Phase,
  Provenance,
  Record,
  ReportedMedals,
  Result,
  ResultList,
  ResultVersion,
  StatusChange,
  Team,
  Unit,
  UnitCompetitor,
  UnitSchedule,
  Venue,
};
