/** What went wrong in a run, and where in the data: worked out at its end, for most runs have nothing of the kind. */
import { everyItem, type FetchStep, type PlanProgram } from '../contract/planProgram.ts';
import { type DataObject, walk } from './dataTree.ts';
import type { Target } from './partCode.ts';
import type { SubgraphError } from './readResponse.ts';

/** An error with its place in the data, in canonical response names. */
export type DataError = {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly extensions: DataObject;
};

export type StepFault =
  /** The whole step failed. `targets` by part, null where the part was not asked for. */
  | {
      readonly kind: 'step';
      readonly step: FetchStep;
      readonly code: string;
      readonly message: string;
      readonly status: number | null;
      readonly targets: readonly (readonly Target[] | null)[];
    }
  /** The subgraph reported an error. */
  | {
      readonly kind: 'reported';
      readonly step: FetchStep;
      readonly error: SubgraphError;
      readonly targets: readonly (readonly Target[] | null)[];
    };

/** One fault is reported for this many places at most. */
const placesPerFaultMax = 100;
const maxErrors = 1_000;

export function locateFaults(faults: readonly StepFault[], program: PlanProgram, root: DataObject): DataError[] {
  const errors: DataError[] = [];
  for (const fault of faults) {
    if (errors.length >= maxErrors) break;
    const located =
      fault.kind === 'step' ? locateStepFault(fault, program, root) : locateReported(fault, program, root);
    errors.push(...(located.length > 0 ? located : [unlocated(fault)]));
  }
  return errors.slice(0, maxErrors);
}

/** The place is gone, or was never reached. */
function unlocated(fault: StepFault): DataError {
  const { subgraphName: serviceName } = fault.step;
  if (fault.kind === 'step') return { path: [], message: fault.message, extensions: { code: fault.code, serviceName } };
  return {
    path: [],
    message: reportedMessage(fault),
    extensions: { ...fault.error.extensions, code: reportedCode(fault), serviceName },
  };
}

type Reported = Extract<StepFault, { kind: 'reported' }>;

const reportedCode = ({ error }: Reported): string =>
  typeof error.extensions?.code === 'string' ? error.extensions.code : 'DOWNSTREAM_SERVICE_ERROR';

const reportedMessage = ({ error, step }: Reported): string =>
  error.message === '' ? `Error while fetching subquery from service "${step.subgraphName}"` : error.message;

function locateStepFault(
  fault: Extract<StepFault, { kind: 'step' }>,
  program: PlanProgram,
  root: DataObject,
): DataError[] {
  const { step, code, message, status } = fault;
  const extensions: DataObject = { code, serviceName: step.subgraphName, ...(status === null ? {} : { status }) };
  return step.parts.flatMap((part, index) => {
    const targets = fault.targets[index];
    if (targets === null || targets === undefined) return [];
    const places = part.paths.flatMap((path) => placesOf(targets, program.paths[path]!.elements, root));
    if (part.entities !== null)
      return places.slice(0, placesPerFaultMax).map((path) => ({ path, message, extensions }));
    return places.flatMap((path) => part.fields.map((field) => ({ path: [...path, field], message, extensions })));
  });
}

function locateReported(fault: Reported, program: PlanProgram, root: DataObject): DataError[] {
  const { step, error, targets } = fault;
  const message = reportedMessage(fault);
  const extensions: DataObject = { ...error.extensions, code: reportedCode(fault), serviceName: step.subgraphName };
  return reportedPaths(step, error.path ?? [], targets, program, root).map((path) => ({ path, message, extensions }));
}

function reportedPaths(
  step: FetchStep,
  reported: readonly (string | number)[],
  targets: StepFault['targets'],
  program: PlanProgram,
  root: DataObject,
): (readonly (string | number)[])[] {
  const [responseName, index] = reported;
  const entityIndex = step.parts.findIndex(
    ({ entities }) => entities !== null && entities.responseName === responseName,
  );
  const part = step.parts[Math.max(entityIndex, 0)]!;
  const partTargets = targets[Math.max(entityIndex, 0)] ?? [];
  if (part.entities === null) {
    return part.paths
      .flatMap((path) => placesOf(partTargets, program.paths[path]!.elements, root))
      .map((path) => [...path, ...reported]);
  }
  const isLocated = entityIndex !== -1 && typeof index === 'number' && index >= 0 && index < partTargets.length;
  const concerned = isLocated ? [partTargets[index]!] : partTargets;
  const rest = isLocated ? reported.slice(2) : [];
  const places = part.paths.flatMap((path) => placesOf(concerned, program.paths[path]!.elements, root));
  // An error that names no entity belongs to all; one place stands for them.
  return (isLocated ? places : places.slice(0, 1)).slice(0, placesPerFaultMax).map((path) => [...path, ...rest]);
}

function placesOf(
  targets: readonly Target[],
  elements: readonly string[],
  root: DataObject,
): (readonly (string | number)[])[] {
  const wanted = new Set<DataObject>(targets.flat());
  const paths: (readonly (string | number)[])[] = [];
  walk(root, elements, ({ object, path }) => {
    if (wanted.has(object)) paths.push(path);
    return paths.length < placesPerFaultMax;
  });
  return paths;
}

/** Canonical paths, lists unmarked, below which nulls are explained by faults. */
export function explainedPaths(faults: readonly StepFault[], program: PlanProgram): (readonly string[])[] {
  return faults.flatMap(({ step }) =>
    step.parts.flatMap((part) => {
      const bases = part.paths.map((path) => program.paths[path]!.elements.filter((element) => element !== everyItem));
      return part.entities === null ? bases.flatMap((base) => part.fields.map((field) => [...base, field])) : bases;
    }),
  );
}
