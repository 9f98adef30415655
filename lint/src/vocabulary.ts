/** A word that is private to this project, or says less than the field's own, and what to write in its place. */
export interface Replacement {
  /** Matched against a line in which camelCase and snake_case are spread into words of small letters. */
  readonly found: RegExp;
  readonly use: string;
}

/** Lines that may keep such a word, and why. */
export interface Exception {
  /** Found in the line as it is written. */
  readonly text: RegExp;
  /** Only in files whose path matches; everywhere without. */
  readonly files?: RegExp;
  readonly why: string;
}

export const replacements: readonly Replacement[] = [
  { found: /(?<!waiting )\brooms?\b/, use: 'dependencies, services; folder, module; capacity; fake server' },
  { found: /\bdoor\b/, use: 'endpoint, ingest endpoint' },
  { found: /(?<!logging |service |information )\bdesks?\b/, use: 'sale cache, fake acquirer, gate session' },
  { found: /\bswitchboards?\b|\bbehaviour of a switch\b/, use: 'fault injection, rule' },
  { found: /\bdeeds?\b/, use: 'audit log entry' },
  { found: /\btell of\b|\bis news\b|\blooks for news\b|\bwithout news\b/, use: 'publish, notify, event, change' },
  { found: /\bcarriers?\b|\bcarry ticket\b/, use: 'ticket medium; issue to device, wallet, print' },
  { found: /\bpresences?\b/, use: 'check-in status, availability' },
  { found: /\bpassages?\b/, use: 'check-in' },
  { found: /\bticket standing\b|\bstanding of (?:a|the) ticket\b|\bsignature, standing\b/, use: 'ticket status' },
  {
    found: /\b(?:give|gave|given|gives|giving) (?:[\w'-]+ ){0,4}back\b|\b(?:take|takes|took|taken) (?:\w+ )?back\b/,
    use: 'refund, release, return, withdraw, revoke, roll back',
  },
  {
    found: /\b(?:unkeep|unclaim|unsell)\w*\b|^.*\bkeep (?:number|database server|synchronised)\(/,
    use: 'insert, save, delete, release, revert',
  },
  { found: /\bwish(?:es|ed)?\b/, use: 'request, criteria' },
  {
    found: /\b(?:type|interface) [\w ]+ (?:end|beginning|begun|finishing|notice)\b(?= [={])/,
    use: 'result, start…, complete…, notification',
  },
  { found: /\brevive[sd]?\b/, use: 'redrive; reacquire' },
  { found: /\blanes?\b|\bcompany\b/, use: 'conflict keys; batch with a later fetch' },
  { found: /\boutruns?\b|\bquicker (?:by|for)\b|\bwas quicker\b/, use: 'lost the race' },
  { found: /\btwins?\b|\bsynthetic fields?\b/, use: 'stand-in fields' },
  { found: /\bmisfits?\b/, use: 'mismatch' },
  { found: /\bdata behind\b/, use: 'required data of a field' },
  { found: /\basking identity\b/, use: 'effective identity' },
  { found: /\brefuse deaf\b/, use: 'require acceptable media type' },
  { found: /\brefuse forgery\b/, use: 'check CSRF' },
  { found: /\bfunction refuse \w+|\brefuse (?!to\b)\w+ ?\(/, use: 'assertX where it throws, rejectX where it returns' },
  { found: /(?<!\bin |\bsingle |\bof |\bin-|\bsingle-)\bflights?\b|\blanded\b/, use: 'in-flight request; settled' },
  { found: /\buntold\b/, use: 'unresolved, reported' },
  { found: /\b(?:const|readonly|interface|type)\b[\w ]*\btold\b|\bwhat is told\b/, use: 'reported' },
  { found: /\bhas spread\b/, use: 'null propagated' },
  { found: /\bis plain\b(?! object)/, use: 'needs no escaping' },
  { found: /\bexact texts?\b/, use: 'cache key' },
  { found: /\bintroduction\b|\bfarewell\b|\bstop beating\b/, use: 'connection_init, close grace, stop heartbeat' },
  { found: /\bcure[sd]?\b|\bmend(?:s|ed)?\b/, use: 'workaround, fix' },
  { found: /\bremarks?\b/, use: 'warnings' },
  { found: /\(bars?\b|\bthe bars? of\b|\bthe bars?\b|\ball bars\b|\bbars?: (?:number|\d)/, use: 'target' },
  { found: /\bfirst loads\b/, use: 'cold loads' },
  { found: /\bwhole way\b/, use: 'end-to-end' },
  { found: /\bfan's way\b/, use: 'fan journey' },
  { found: /\btaken up\b/, use: 'applied, accepted, resumed' },
  { found: /\bwhoever\b/, use: 'anybody who, or the one who is meant' },
  { found: /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b)\w/, use: 'is not a …' },
  { found: /\bby chance\b/, use: 'random' },
  { found: /\bunion [\w ]+ outcome\b/, use: '<Mutation>Result' },
];

/** Files that are not read. */
export const unread: readonly { readonly files: RegExp; readonly why: string }[] = [
  {
    files: /^schema\/(?:generated\/|supergraph\.graphql|api\.graphql)|\.generated\.ts$/,
    why: 'generated from the SDL',
  },
  { files: /\/migrations\//, why: 'a migration that has run is never edited' },
  { files: /^CHANGELOG\.md$/, why: 'says which names went' },
  { files: /^lint\/(?:src\/vocabulary|test\/words\.test)\.ts$/, why: 'the words themselves' },
];

const old = 'a deprecated name of the public schema, until its date';

export const exceptions: readonly Exception[] = [
  { text: /\bDeed(?:Connection|Edge)?\b/, why: old },
  { text: /\b(?:TicketPresence|presence: (?:TicketPresence|checkInStatus))\b/, why: old },
  { text: /\bTicketCarrier(?:Kind)?\b|\bcarrier: /, files: /^(?:schema|subgraphs\/ticketing)\//, why: old },
  { text: /\b(?:TicketCarriersUsedUp|TICKET_CARRIERS_USED_UP)\b/, why: 'the code of a problem that clients know' },
  { text: /\b[rR]eviveTicketingDeadLetter|\bTicketingDeadLetterRevived\b/, why: old },
  { text: /^union /, files: /deprecated-unions\.graphql$/, why: old },
  {
    text: /[rR]oom/,
    files: /waiting-?room|ticketing\/(?:measureQueue|queue|endToEnd)\.ts$|signedTokens/i,
    why: 'waiting rooms',
  },
  { text: /most that a room may be set to|\broom as \(/, why: 'waiting rooms' },
  { text: /passages\.jsonl/, why: 'a file that gates in use have on their disks' },
  { text: /\bremarks\b/, files: /^subgraphs\/athletes\/test\/migration\.test\.ts$/, why: 'a column of old databases' },
  { text: /\bbars\b/, files: /^cli\/src\/progress\.ts$/, why: 'bars of progress' },
  {
    text: /\b[lL]anes?|Lane\b/,
    files:
      /^packages\/demonstration\/|^subgraphs\/(?:competition|media)\/|^schema\/subgraphs\/competition|schemas\/meet\//,
    why: 'lanes of a track or pool',
  },
  { text: /body: '/, files: /schemas\/shop\/data\.ts$/, why: 'what customers write in reviews' },
];
