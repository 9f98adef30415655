/** Reads one number of the gateway's metrics; several of the same name (with labels) are added up. */
export async function readMetric(metricsUrl: string, name: string, labels = ''): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const lines = text.split('\n').filter((line) => isOf(line, name) && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

const isOf = (line: string, name: string): boolean => line.startsWith(`${name} `) || line.startsWith(`${name}{`);
