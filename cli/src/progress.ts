import cliProgress from 'cli-progress';

/** Shows how far several pieces of work are. */
export interface Progress {
  /** `done` of `total` of the named piece, with what else is to be said of it beside its bar. */
  update(name: string, done: number, total: number, note?: string): void;
  /** Ends the display; on a terminal the bars stay. */
  stop(): void;
}

/** Bars on a terminal; elsewhere one line a piece when it is done, so that logs stay readable. */
export function showProgress(): Progress {
  return process.stderr.isTTY ? bars() : lines();
}

function bars(): Progress {
  const display = new cliProgress.MultiBar(
    { format: '  {name} {bar} {percentage}% {note}', hideCursor: true, stream: process.stderr, clearOnComplete: false },
    cliProgress.Presets.shades_grey,
  );
  const all = new Map<string, cliProgress.SingleBar>();
  return {
    update: (name, done, total, note = '') => {
      const bar = all.get(name) ?? display.create(total, 0, { name: name.padEnd(12), note });
      all.set(name, bar);
      bar.setTotal(total);
      bar.update(done, { note });
    },
    stop: () => display.stop(),
  };
}

function lines(): Progress {
  const finished = new Set<string>();
  return {
    update: (name, done, total) => {
      if (done < total || finished.has(name)) return;
      finished.add(name);
      process.stderr.write(`  ${name}: done\n`);
    },
    stop: () => {},
  };
}
