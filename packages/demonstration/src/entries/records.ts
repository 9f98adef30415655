import { createName } from '../names/person.ts';
import { delegations } from '../organisations/delegations.ts';
import { organisationName } from '../organisations/organisations.ts';
import type { Random } from '../random.ts';
import { seasonBest } from '../results/marks.ts';
import type { EventPlan } from '../schedule/plan.ts';
import type { Athlete, Coach, Entry, PersonGender, Team } from '../world.ts';
import type { EntryDraft, EntryList } from './entries.ts';

const firstCoachCode = 2_000_001;
/** Teams of this size and more bring a coach. */
const coachedMembers = 4;

export function createAthletes(list: EntryList): Athlete[] {
  const byTalent = list.people.toSorted((a, b) => a.talent - b.talent);
  const prominence = new Map(
    byTalent.map((person, i) => [person.code, Math.round((10_000 * (i + 1)) / byTalent.length) / 10_000]),
  );
  return list.people.map((person) => ({
    code: person.code,
    organisation: person.delegation.code,
    gender: person.gender,
    givenName: person.givenName,
    familyName: person.familyName,
    printName: person.printName,
    tvName: person.tvName,
    birthDate: person.birthDate,
    discipline: person.sport.code,
    function: 'ATH',
    federationId: person.federationId,
    height: person.height,
    birthCity: person.birthCity,
    birthCountry: person.birthCountry,
    residenceCity: person.residenceCity,
    events: person.events,
    prominence: prominence.get(person.code) ?? 0,
  }));
}

/** Athlete or team code of an entry. */
export function competitorCode(entry: EntryDraft): string {
  const { event, members, delegation, number } = entry;
  if (members.length === 1) return (members[0] as { code: string }).code;
  const type = event.spec.type.padEnd(8, '-');
  return `${event.sport.code}${event.spec.gender}${type}${delegation.code}${String(number).padStart(2, '0')}`;
}

export function createTeams(plans: readonly EventPlan[], list: EntryList): Omit<Team, 'coach'>[] {
  return plans
    .filter((plan) => plan.spec.members > 1)
    .flatMap((plan) =>
      (list.entries.get(plan.code) ?? []).map((entry) => ({
        code: competitorCode(entry),
        organisation: entry.delegation.code,
        event: plan.code,
        discipline: plan.sport.code,
        gender: plan.spec.gender,
        name: teamName(entry),
        members: entry.members.map((member) => member.code),
      })),
    );
}

/** Pairs are called by their names, larger teams by their country. */
export function teamName({ members, delegation, number }: EntryDraft): string {
  if (members.length === 2) return members.map((member) => member.familyName).join(' / ');
  const name = organisationName(delegation.code);
  return number === 1 ? name : `${name} ${number}`;
}

export function createCoaches(
  teams: readonly Omit<Team, 'coach'>[],
  random: Random,
): { readonly people: Coach[]; readonly ofTeam: ReadonlyMap<string, string> } {
  const people: Coach[] = [];
  const ofTeam = new Map<string, string>();
  const ofSquad = new Map<string, string>();
  const byCode = new Map(delegations.map((delegation) => [delegation.code, delegation]));
  for (const team of teams) {
    const delegation = byCode.get(team.organisation);
    if (team.members.length < coachedMembers || delegation === undefined) continue;
    const squad = `${team.discipline} ${team.organisation} ${team.gender}`;
    const code = ofSquad.get(squad) ?? String(firstCoachCode + people.length);
    if (!ofSquad.has(squad)) {
      const gender: PersonGender = random.chance(0.25) ? 'W' : 'M';
      const year = random.whole(1958, 1990);
      people.push({
        code,
        organisation: team.organisation,
        gender,
        ...createName(random, delegation, gender),
        birthDate: `${year}-${String(random.whole(1, 12)).padStart(2, '0')}-${String(random.whole(1, 28)).padStart(2, '0')}`,
        discipline: team.discipline,
        function: 'COACH',
        federationId: String(15_000_000 + random.whole(0, 999_999)),
      });
      ofSquad.set(squad, code);
    }
    ofTeam.set(team.code, code);
  }
  return { people, ofTeam };
}

export function createEntries(plans: readonly EventPlan[], list: EntryList): Entry[] {
  return plans.flatMap((plan) =>
    (list.entries.get(plan.code) ?? []).map((entry, i, all) => ({
      event: plan.code,
      competitor: plan.spec.members > 1 ? 'TEAM' : 'ATHLETE',
      code: competitorCode(entry),
      organisation: entry.delegation.code,
      bib: entry.members.length === 1 ? (entry.members[0]?.bib ?? null) : null,
      seed: plan.spec.format.kind === 'DUEL' ? i + 1 : null,
      seasonBest: seasonBest(plan.spec.format, entry.rating, all),
    })),
  );
}
