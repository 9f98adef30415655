import type { CompetitionContext } from '../context.ts';
import type { MemberFact } from '../domain/facts.ts';
import type { Difference, Standing } from '../domain/medalTable.ts';
import type { PastResultList, PastResultRow } from '../pastResult.ts';
import type { ActionRow } from '../sql/actions.ts';
import type { BracketItemRow, BracketPlaceRow } from '../sql/brackets.ts';
import type { UnitCompetitorRow } from '../sql/competitors.ts';
import type { CorrectionRow } from '../sql/correctionRows.ts';
import type { EntryRow } from '../sql/entries.ts';
import type { DayRow, GamesDetails } from '../sql/gamesRows.ts';
import type { StatusChangeRow, VersionRow } from '../sql/history.ts';
import type { DoubtRow, MedalRow, MedalScope, ReportedRow } from '../sql/medals.ts';
import type { MessageRow } from '../sql/messages.ts';
import type { RecordRow } from '../sql/records.ts';
import type { ResultListRow, ResultRow } from '../sql/results.ts';
import type { SessionRow } from '../sql/sessions.ts';
import type { DisciplineRow, EventRow, PhaseRow } from '../sql/structureRows.ts';
import type { UnitRow } from '../sql/units.ts';
import type { VenueRow } from '../sql/venues.ts';
import type { CompetitorParent } from './competitor.ts';

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
