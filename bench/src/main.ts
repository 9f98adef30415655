import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Benchmark, describeMachine, toMarkdown } from './report.ts';

const folder = new URL('./benchmarks/', import.meta.url);

/** `npm run bench -- NAME [--json FILE] [arguments of the benchmark]`; without a name it lists them. */
async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (!name || name.startsWith('-')) return list();
  const file = new URL(`${name}.ts`, folder);
  if (!/^[a-zA-Z-]+$/.test(name) || !existsSync(file)) {
    process.stderr.write(`There is no benchmark ${name}.\n`);
    await list();
    return 2;
  }
  const jsonAt = rest.indexOf('--json');
  const jsonFile = jsonAt === -1 ? undefined : rest[jsonAt + 1];
  const own = jsonAt === -1 ? rest : rest.filter((_, index) => index !== jsonAt && index !== jsonAt + 1);
  const { bench } = (await import(fileURLToPath(file))) as { bench: Benchmark };
  const machine = describeMachine();
  const report = await bench.run(own);
  process.stdout.write(`${toMarkdown(report, machine)}\n`);
  if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify({ name, machine, ...report }, null, 2)}\n`);
  return 0;
}

async function list(): Promise<number> {
  process.stdout.write('npm run bench -- NAME [--json FILE]\n\n');
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.ts')) continue;
    const { bench } = (await import(fileURLToPath(new URL(file, folder)))) as { bench: Benchmark };
    process.stdout.write(`  ${file.slice(0, -3).padEnd(20)} ${bench.about}\n`);
  }
  return 0;
}

process.exit(await main(process.argv.slice(2)));
