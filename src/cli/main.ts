/** The way in: the version at once, the commands when they are asked for. */
import { version } from "./version.ts";

// Whoever reads may have read enough: `exoculture list | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

const written = process.argv.slice(2);
if (written.length === 1 && written[0] === "--version") process.stdout.write(`${version}\n`);
else await (await import("./commands.ts")).command(written);
