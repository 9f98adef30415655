import { type DocumentNode, parse } from 'graphql';
import { limitAliases } from './aliases.ts';
import { limitDefinitions } from './definitions.ts';
import { limitDepth } from './depth.ts';
import { limitDirectives } from './directives.ts';
import { limitIntrospection } from './introspection.ts';
import { limitRepeatedFields } from './repeatedFields.ts';
import { limitRootFields } from './rootFields.ts';
import { scanText } from './scanText.ts';
import { limitSelections } from './selections.ts';
import { limitValues } from './values.ts';

/** Bounds of a document; every one of them is checked before validation. */
export interface DocumentLimits {
  readonly documentBytesMax: number;
  readonly tokensMax: number;
  readonly depthMax: number;
  readonly valueDepthMax: number;
  readonly aliasesMax: number;
  readonly introspectionAliasesMax: number;
  readonly rootFieldsMax: number;
  readonly directivesMax: number;
  readonly directivesPerPlaceMax: number;
  readonly operationsMax: number;
  readonly fragmentsMax: number;
  readonly selectionsMax: number;
  readonly repeatedFieldsMax: number;
  readonly listEntriesMax: number;
}

/** The rules in their order: cheap ones first, and each only after those that bound its own work. */
const rules: readonly ((document: DocumentNode, limits: DocumentLimits) => void)[] = [
  limitDefinitions,
  limitDirectives,
  limitValues,
  limitDepth,
  limitRootFields,
  limitAliases,
  limitIntrospection,
  limitSelections,
  limitRepeatedFields,
];

/** Parses a document whose size and nesting were checked first. Throws RefusalError, or GraphQLError for bad syntax. */
export function parseWithin(limits: DocumentLimits, text: string): DocumentNode {
  // A selection, its arguments and the values in them may each open a bracket.
  scanText(text, { ...limits, bracketDepthMax: limits.depthMax * 2 + limits.valueDepthMax * 2 });
  return parse(text, { maxTokens: limits.tokensMax });
}

/** Holds a document against every rule. Throws RefusalError with the code of the first that it breaks. */
export function checkDocument(limits: DocumentLimits, document: DocumentNode): void {
  for (const rule of rules) rule(document, limits);
}
