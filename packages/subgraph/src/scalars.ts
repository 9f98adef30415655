import { ClientError } from '@games/service';
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const shownLengthMax = 40;

/** What a client gave instead of a scalar's form: said back, so that it is found among many arguments. */
function unfit(expected: string, value: unknown): ClientError {
  const given = typeof value === 'string' ? JSON.stringify(value) : typeof value;
  const shown = given.length > shownLengthMax ? `${given.slice(0, shownLengthMax)}…` : given;
  return new ClientError('BAD_USER_INPUT', `${expected}; ${shown} is given.`);
}

function textScalar(name: string, pattern: RegExp, example: string): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && value.length <= 1_000 && pattern.test(value)) return value;
    throw unfit(`${name} must look like ${example}`, value);
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node) => parse(literalToJson(node)),
  });
}

/** A time of the clock with an offset within ±14:00; the date is checked against the calendar. */
const dateTimePattern =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

function parseDateTime(value: unknown): Date {
  const day = typeof value === 'string' ? dateTimePattern.exec(value)?.[1] : undefined;
  if (day === undefined || !isCalendarDate(day)) {
    throw unfit('DateTime must be a time of the calendar like "2028-07-22T19:30:00-07:00"', value);
  }
  return new Date(value as string);
}

/** A Date is written in UTC; a string is taken as it is, so that a venue's own offset survives. */
const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(literalToJson(node)),
});

function isCalendarDate(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function dateScalar(name: string): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isCalendarDate(value)) return value;
    throw unfit(`${name} must be a day of the calendar like "2028-07-22"`, value);
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node) => parse(literalToJson(node)),
  });
}

function literalToJson(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, literalToJson(field.value)]));
    case Kind.LIST:
      return node.values.map(literalToJson);
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    default:
      return null;
  }
}

const json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: literalToJson,
});

/** Resolvers of the scalars that every subgraph has from the prelude. */
export const scalarResolvers = {
  DateTime: dateTime,
  Date: dateScalar('Date'),
  LogicalDate: dateScalar('LogicalDate'),
  Decimal: textScalar('Decimal', /^-?\d{1,18}(\.\d{1,9})?$/, '"120.00"'),
  CurrencyCode: textScalar('CurrencyCode', /^[A-Z]{3}$/, '"EUR"'),
  CountryCode: textScalar('CountryCode', /^[A-Z]{2}$/, '"FR"'),
  LanguageTag: textScalar('LanguageTag', /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, '"fr" or "es-MX"'),
  Timecode: textScalar('Timecode', /^\d{2}:[0-5]\d:[0-5]\d[:;]\d{2,3}$/, '"10:00:05:13"'),
  URL: textScalar('URL', /^https?:\/\/\S+$/, '"https://example.com/"'),
  JSON: json,
};
