/** What `serve` does: the built page over http until it is interrupted, to this machine alone. */
import { hasPage, pageFolder, servePage } from "../../node/serve.ts";
import { exitCode, print, say } from "../words.ts";

export interface ServeFlags {
  port: number;
}

/** @param folder of the built page */
export async function serveDish({ port }: ServeFlags, folder = pageFolder): Promise<number> {
  if (!hasPage(folder)) {
    say("The page is not built yet: npm run build:web builds it.");
    return exitCode.ours;
  }
  const served = await servePage(port, folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE" || error.code === "EACCES") return undefined;
    throw error;
  });
  if (!served) {
    say(`Port ${port} cannot be had here: take another one, such as --port ${port < 65_535 ? port + 1 : 8080}`);
    return exitCode.input;
  }
  print(served.address);
  say("The dish is at this address, for this machine alone. Ctrl-C ends it.");
  await new Promise<void>((ended) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, ended);
  });
  served.server.closeAllConnections();
  served.server.close();
  return exitCode.done;
}
