import './parents.ts';
import type { Resolvers } from '@games/schema/generated/competition.ts';
import { Bracket, BracketItem, BracketLink, BracketPlace, BracketRound } from './brackets/bracket.ts';
import { FeedStatus, Message } from './feed/message.ts';
import { Correction, Provenance, ResultVersion } from './feed/provenance.ts';
import {
  Medal,
  MedalDifference,
  MedalDoubt,
  MedalReconciliation,
  MedalStanding,
  MedalTable,
  ReportedMedals,
} from './medals/medal.ts';
import { Competitor, CompetitorMember } from './participants/competitor.ts';
import { Athlete, Entry, Organisation, Team } from './participants/people.ts';
import { Query } from './query.ts';
import { Action, Record, Result, ResultList } from './results/result.ts';
import { StatusChange, Unit, UnitCompetitor, UnitSchedule } from './schedule/unit.ts';
import { CompetitionDay, Discipline, Event, Games, Phase } from './structure/structure.ts';
import { CompetitionSession, Venue } from './structure/venue.ts';
import { Subscription } from './subscription.ts';

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
