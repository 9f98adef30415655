import type { CompetitionContext } from '../context.ts';
import type { MemberFact } from '../domain/facts.ts';
import type { Difference, Standing } from '../domain/medals/medalTable.ts';
import type { PastResultList, PastResultRow } from '../pastResult.ts';
import type { ActionRow } from '../sql/actions/actions.ts';
import type { BracketItemRow, BracketPlaceRow } from '../sql/brackets/brackets.ts';
import type { CorrectionRow } from '../sql/corrections/corrections.ts';
import type { MessageRow } from '../sql/feed/messages.ts';
import type { DoubtRow, MedalRow, MedalScope, ReportedRow } from '../sql/medals/medals.ts';
import type { UnitCompetitorRow } from '../sql/participants/competitors.ts';
import type { EntryRow } from '../sql/participants/entries.ts';
import type { StatusChangeRow, VersionRow } from '../sql/results/history.ts';
import type { RecordRow } from '../sql/results/records.ts';
import type { ResultListRow, ResultRow } from '../sql/results/results.ts';
import type { SessionRow } from '../sql/schedule/sessions.ts';
import type { UnitRow } from '../sql/schedule/units.ts';
import type { DayRow, GamesDetails } from '../sql/structure/games.ts';
import type { DisciplineRow, EventRow, PhaseRow } from '../sql/structure/structure.ts';
import type { VenueRow } from '../sql/structure/venues.ts';
import type { CompetitorParent } from './participants/competitor.ts';

interface Coded {
  readonly code: string;
}

interface Identified {
  readonly id: string;
}

/** What the resolvers of each type receive as parent: rows, not GraphQL objects. */
declare module '@games/schema/generated/competition.ts' {
  interface Parents {
    Games: GamesDetails;
    CompetitionDay: DayRow;
    Discipline: DisciplineRow;
    Event: EventRow;
    Phase: PhaseRow;
    Unit: UnitRow;
    UnitSchedule: UnitRow;
    Venue: VenueRow;
    CompetitionSession: SessionRow;
    StatusChange: StatusChangeRow;
    ResultList: ResultListRow | PastResultList;
    Result: ResultRow | PastResultRow;
    Competitor: CompetitorParent;
    CompetitorMember: MemberFact;
    UnitCompetitor: UnitCompetitorRow;
    Action: ActionRow;
    Record: RecordRow;
    Medal: MedalRow;
    MedalTable: MedalScope;
    MedalStanding: Standing & { readonly scope: MedalScope };
    ReportedMedals: ReportedRow;
    MedalReconciliation: MedalScope;
    MedalDifference: Difference;
    MedalDoubt: DoubtRow;
    Bracket: { readonly code: string; readonly messageId: bigint; readonly items: readonly BracketItemRow[] };
    BracketRound: { readonly code: string; readonly items: readonly BracketItemRow[] };
    BracketItem: BracketItemRow;
    BracketPlace: BracketPlaceRow;
    BracketLink: BracketPlaceRow;
    Provenance: MessageRow;
    ResultVersion: VersionRow;
    Correction: CorrectionRow;
    Message: MessageRow;
    Entry: EntryRow;
    Athlete: Coded;
    Team: Coded;
    Organisation: Coded;
    Market: Coded;
    Variant: { readonly sku: string };
    Feed: Identified;
  }
  interface Context extends CompetitionContext {}
}
