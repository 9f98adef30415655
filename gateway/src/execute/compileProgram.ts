/** Plan program → what runs: code for every part, clients, constant texts. */
import type { FetchStep, PlanProgram } from '../contract/planProgram.ts';
import { numbersUnder } from '../json/readJson.ts';
import { type ContextCode, contextPart } from './contextPart.ts';
import { generatePart } from './generatePart.ts';
import { interpretPart } from './interpretPart.ts';
import type { PartCode } from './partCode.ts';
import type { SubgraphClient } from './subgraphClient.ts';
import type { TypeTable } from './typeTable.ts';

/** A program with everything that can be prepared for its runs. */
export type CompiledProgram = {
  readonly program: PlanProgram;
  readonly steps: readonly CompiledStep[];
  readonly types: TypeTable;
};

export type CompiledStep = {
  readonly step: FetchStep;
  readonly client: SubgraphClient;
  readonly parts: readonly PartCode[];
  /** For entities with arguments from `@fromContext`. */
  readonly context: ContextCode | null;
  /** Objects with the same representation may hold the same objects: no entity takes arguments from a context. */
  readonly isShareable: boolean;
  /** Finds custom scalars that may hold numbers in an answer; null: the step asks for none. */
  readonly numbers: RegExp | null;
  /** `{"query":…,"variables":{` */
  readonly bodyPrefix: string;
  readonly dependents: readonly number[];
};

export type ExecutionMode = 'interpreted' | 'generated';

export function compileProgram(
  program: PlanProgram,
  clientOf: (subgraphName: string) => SubgraphClient,
  types: TypeTable,
  mode: ExecutionMode,
): CompiledProgram {
  const toCode = mode === 'generated' ? generatePart : interpretPart;
  const isShareable = !program.steps.some(({ parts }) =>
    parts.some((part) => (part.entities?.contexts.length ?? 0) > 0),
  );
  const steps = program.steps.map(
    (step): CompiledStep => ({
      step,
      client: clientOf(step.subgraphName),
      parts: step.parts.map((part) => toCode(part, program, types)),
      context: contextPart(step.parts[0]!, program, types),
      isShareable,
      numbers: numbersUnder(step.scalarKeys),
      bodyPrefix: bodyPrefix(step),
      dependents: program.steps.filter(({ dependsOn }) => dependsOn.includes(step.index)).map(({ index }) => index),
    }),
  );
  return { program, steps, types };
}

function bodyPrefix({ query, operationName }: FetchStep): string {
  const name = operationName === null ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  return `{"query":${JSON.stringify(query)}${name},"variables":{`;
}
