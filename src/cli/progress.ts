/** Progress with time left: a bar on a terminal, a plain line now and then in a pipe. */
import { Presets, SingleBar } from "cli-progress";
import { say } from "./words.ts";

export interface Progress {
  readonly watch: (part: number) => void;
  readonly end: () => void;
}

export function progressOf(what: string, quiet: boolean): Progress {
  if (quiet) return { watch: () => undefined, end: () => undefined };
  const start = Date.now();
  if (process.stderr.isTTY) {
    const bar = new SingleBar(
      {
        format: `${what} [{bar}] {percentage} %, {left} left`,
        hideCursor: true,
        stream: process.stderr,
        clearOnComplete: true,
      },
      Presets.shades_classic,
    );
    bar.start(1, 0, { left: "…" });
    return { watch: (part) => bar.update(part, { left: timeLeft(start, part) }), end: () => bar.stop() };
  }
  let told = 0;
  return {
    watch: (part) => {
      if (part >= 1 || Date.now() - start < 2000 || part < told + 0.1) return;
      told = part;
      say(`${what}: ${Math.round(100 * part)} %, ${timeLeft(start, part)} left`);
    },
    end: () => undefined,
  };
}

function timeLeft(start: number, part: number): string {
  if (part <= 0) return "…";
  const seconds = Math.ceil(((Date.now() - start) / 1000) * (1 / part - 1));
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
