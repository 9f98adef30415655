/** An event of a subscription's source → the data that the rest of the plan starts from. */
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import type { JsonObject } from '../contract/jsonObject.ts';
import type { CoercedVariables } from '../contract/operation.ts';
import type { SourceEvent } from '../contract/subscription.ts';
import { cloneData, type DataObject, isDataObject, mergeInto, readOwn } from '../execute/dataTree.ts';
import type { RunInput } from '../execute/executeProgram.ts';
import type { SubgraphOutcome } from '../execute/inFlightRequest.ts';
import { readResponse, type SubgraphError, type SubgraphResponse } from '../execute/readResponse.ts';
import { applyRewrites } from '../execute/rewrites.ts';
import type { Variant } from './variant.ts';

export type EventSeed = NonNullable<RunInput['seed']>;

export type EventContext = {
  readonly variant: Variant;
  readonly variables: CoercedVariables;
  readonly headersFor: (subgraphName: string) => readonly string[];
  readonly deadlineAtMs: number;
  readonly epoch: number;
};

const doneSteps: ReadonlySet<number> = new Set([0]);

export async function readEvent(event: SourceEvent, context: EventContext): Promise<EventSeed> {
  if (event.kind === 'payload') return payloadSeed(event, context);
  return entitySeed(event.entity, context);
}

function payloadSeed(
  { data, errors }: Extract<SourceEvent, { kind: 'payload' }>,
  { variant }: EventContext,
): EventSeed {
  const own = isDataObject(data) ? cloneData(data) : {};
  // As for the answer to a query: members of a union may have come under names of the planner's.
  for (const { outputRewrites } of variant.program.steps[0]!.parts) applyRewrites(outputRewrites, own, variant.types);
  const reported = (errors ?? []).map(
    ({ message, path, extensions }): SubgraphError => ({
      message: String(message),
      path: path ?? null,
      extensions: (extensions as DataObject | undefined) ?? null,
    }),
  );
  return {
    data: own,
    doneSteps,
    response: { data: own, errors: reported, extensions: null, needsNoEscaping: false, fault: null },
  };
}

/** The event names an entity; what the source subgraph knows of it is fetched as for any other representation. */
async function entitySeed(entity: JsonObject, context: EventContext): Promise<EventSeed> {
  const source = context.variant.code().steps[0]!;
  const operation = parse(source.step.query, { noLocation: true }).definitions[0] as OperationDefinitionNode;
  const field = operation.selectionSet.selections[0] as FieldNode;
  const key = field.alias?.value ?? field.name.value;
  const known: DataObject = { ...cloneData(entity) };
  const data: DataObject = { [key]: known };
  const plain: SubgraphResponse = { data, errors: [], extensions: null, needsNoEscaping: false, fault: null };
  if (isKnown(field, known)) return { data, doneSteps, response: plain };

  const request = entityRequest(operation, field, String(readOwn(known, '__typename')));
  const variables: string[] = [`"representations":[${JSON.stringify(known)}]`];
  if (source.step.literals !== '') variables.push(source.step.literals);
  for (const { name, clientName } of source.step.variables) {
    const text = request.variables.has(name) ? context.variables.texts.get(clientName) : undefined;
    if (text !== undefined) variables.push(`${JSON.stringify(name)}:${text}`);
  }
  const outcome = await new Promise<SubgraphOutcome>((resolve) => {
    const call = {
      body: `{"query":${JSON.stringify(request.query)},"variables":{${variables.join(',')}}}`,
      headers: context.headersFor(source.step.subgraphName),
      isQuery: true,
      isSharable: true,
      epoch: context.epoch,
      deadlineAtMs: context.deadlineAtMs,
    };
    source.client.call(call, resolve);
  });
  const response = readResponse(outcome, source.step.subgraphName, source.numbers);
  const entities = response.data === null ? null : readOwn(response.data, '_entities');
  const fetched: unknown = Array.isArray(entities) ? entities[0] : null;
  if (isDataObject(fetched)) {
    for (const name of Object.keys(fetched)) if (name !== '__typename') mergeInto(known, name, fetched[name]);
  } else data[key] = null;
  const errors = response.errors.map((error) => ({ ...error, path: [key, ...(error.path ?? []).slice(2)] }));
  return { data, doneSteps, response: { ...response, data, errors, needsNoEscaping: false } };
}

/** Whether the event holds all that is selected of it; objects are left to the subgraph. */
function isKnown(field: FieldNode, entity: DataObject): boolean {
  return (field.selectionSet?.selections ?? []).every(
    (selection) =>
      selection.kind === Kind.FIELD &&
      selection.selectionSet === undefined &&
      Object.hasOwn(entity, selection.alias?.value ?? selection.name.value),
  );
}

function entityRequest(
  operation: OperationDefinitionNode,
  field: FieldNode,
  typeName: string,
): { readonly query: string; readonly variables: ReadonlySet<string> } {
  const used = new Set<string>();
  if (field.selectionSet !== undefined)
    visit(field.selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const entities = parse(
    'query($representations:[_Any!]!){_entities(representations:$representations){... on X{__typename}}}',
    { noLocation: true },
  ).definitions[0] as OperationDefinitionNode;
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...entities,
        variableDefinitions: [
          ...(entities.variableDefinitions ?? []),
          ...(operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)),
        ],
        selectionSet: {
          kind: Kind.SELECTION_SET,
          selections: [
            {
              ...(entities.selectionSet.selections[0] as FieldNode),
              selectionSet: {
                kind: Kind.SELECTION_SET,
                selections: [
                  {
                    kind: Kind.INLINE_FRAGMENT,
                    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
                    selectionSet: field.selectionSet!,
                  },
                ],
              },
            },
          ],
        },
      },
    ],
  };
  return { query: stripIgnoredCharacters(print(document)), variables: used };
}
