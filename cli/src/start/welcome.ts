import { bold } from '../terminal.ts';
import type { DevelopmentAccess } from './access.ts';

export interface WelcomeFacts {
  readonly gatewayUrl: string;
  readonly services: readonly { readonly name: string; readonly url: string }[];
  readonly access: DevelopmentAccess;
  readonly ingestUrl: string;
  readonly odfApiKey: string;
  readonly games: string;
  readonly seededInSeconds: number | null;
  readonly readyInSeconds: number;
  /** Variables of `AthletePage` for an athlete whose page has something of everything; null where none is known. */
  readonly exampleAthlete: object | null;
}

/** Any variables, where nobody is known: they show the form. */
const someAthlete = { id: 'ath_1000001', market: 'FR', territory: 'FR' };

/** What a newcomer needs first: where things are, keys that work, a query to paste. */
export function welcome(facts: WelcomeFacts): string {
  const { access, gatewayUrl } = facts;
  const seeded = facts.seededInSeconds === null ? '' : ` (seeded in ${facts.seededInSeconds.toFixed(1)} s)`;
  const athlete = { ...someAthlete, ...facts.exampleAthlete };
  const variables = JSON.stringify({ id: athlete.id });
  const pageVariables = JSON.stringify(athlete);
  const example = [
    `curl -s ${gatewayUrl} -H 'content-type: application/json' -H 'x-api-key: ${access.partnerKey}' \\`,
    `  -d '{"query":"query($id: ID!) { athlete(id: $id) { name nextUnit { name startTime } } }","variables":${variables}}'`,
  ].join('\n');
  return `
${bold('The Games Graph is ready')} after ${facts.readyInSeconds.toFixed(1)} s${seeded}

  Explorer       ${new URL('/', gatewayUrl).href}
  GraphQL        ${gatewayUrl}
${facts.services.map(({ name, url }) => `  ${name.padEnd(13)}  ${url}`).join('\n')}

  Partner key    ${access.partnerKey}            (header x-api-key)
  Fan token      ${access.fanToken}
  Staff token    ${access.staffToken}
                 (header authorization: Bearer …; both for a day)
  Ingest         POST ${facts.ingestUrl} with x-api-key: ${facts.odfApiKey}

A first query:

${example}

Named operations: npm run games -- query AthletePage --variables '${pageVariables}'
Ctrl-C stops everything.
`;
}
