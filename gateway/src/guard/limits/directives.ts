import { type ASTNode, type DirectiveNode, type DocumentNode, visit } from 'graphql';
import { RefusalError } from '../../contract/errors.ts';

/** Refuses documents with many directives, in all or in one place. */
export function limitDirectives(
  document: DocumentNode,
  { directivesMax, directivesPerPlaceMax }: { readonly directivesMax: number; readonly directivesPerPlaceMax: number },
): void {
  let total = 0;
  visit(document, {
    enter: (node: ASTNode & { readonly directives?: readonly DirectiveNode[] | undefined }) => {
      const here = node.directives?.length ?? 0;
      total += here;
      if (here > directivesPerPlaceMax) {
        throw new RefusalError(
          'TOO_MANY_DIRECTIVES',
          `A place in the document has more than ${directivesPerPlaceMax} directives.`,
        );
      }
      if (total > directivesMax) {
        throw new RefusalError('TOO_MANY_DIRECTIVES', `The document has more than ${directivesMax} directives.`);
      }
    },
  });
}
