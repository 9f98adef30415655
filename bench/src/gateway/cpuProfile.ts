/** A `.cpuprofile` as V8 writes it, as far as it is read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly scriptId: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface ModuleTime {
  /** A file of ours, generated code, a module of Node, a package, a built-in function, or what V8 does by itself, such as `(garbage collector)`. */
  readonly module: string;
  /** Microseconds. */
  readonly us: number;
}

/** Own time by module over the last `seconds` of a profile, the most first; idling is left out. */
export function readProfile(text: string, seconds: number): ModuleTime[] {
  const { nodes, samples, timeDeltas } = JSON.parse(text) as CpuProfile;
  const moduleOfNode = new Map(nodes.map(({ id, callFrame }) => [id, moduleOf(callFrame)]));
  const times = new Map<string, number>();
  let left = seconds * 1e6;
  for (let index = samples.length - 1; index >= 0 && left > 0; index--) {
    const us = timeDeltas[index]!;
    left -= us;
    const module = moduleOfNode.get(samples[index]!)!;
    if (module !== '(idle)') times.set(module, (times.get(module) ?? 0) + us);
  }
  return [...times].map(([module, us]) => ({ module, us })).toSorted((a, b) => b.us - a.us);
}

function moduleOf({ functionName, url, scriptId }: CpuProfile['nodes'][number]['callFrame']): string {
  // Inner functions of generated code do not name it.
  if (url === '' && scriptId !== '0') return 'generated code';
  if (url === '') return functionName.startsWith('(') ? functionName : `built in: ${functionName || 'without a name'}`;
  const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url);
  if (inPackage !== null) return `npm: ${inPackage[1]}`;
  if (url.startsWith('node:')) return url;
  return url.replace(/^.*\/gateway\/src\//, 'gateway/src/').replace(/^.*\/packages\//, 'packages/');
}
