import type { Sourced, Team, TeamRecord } from '../../domain/feed/records.ts';
import { writeTeams } from '../../sql/teams/writeTeams.ts';
import { applyDisciplineLists } from '../feed/applyDisciplineLists.ts';

/** The teams of disciplines. */
export const applyTeams = applyDisciplineLists<TeamRecord>({
  documentTypes: ['DT_PARTIC_TEAMS', 'DT_PARTIC_TEAMS_UPDATE'],
  write: (tx, discipline, teams, named) => writeTeams(tx, discipline, teams.filter(hasTeam), named),
});

function hasTeam(sourced: Sourced<TeamRecord>): sourced is Sourced<TeamRecord & { readonly team: Team }> {
  return sourced.record.team !== null;
}
