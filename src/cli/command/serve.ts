/** `serve`: the dish in a browser. */
import type { CommandModule } from "yargs";
import type { ServeFlags } from "../act/serve.ts";
import { whole } from "../flags.ts";
import { finish } from "../words.ts";

export const serve: CommandModule<object, ServeFlags> = {
  command: "serve",
  describe: "Show the dish in a browser on this machine",
  builder: (flags) =>
    flags
      .options({ port: { ...whole("port", "Port that the page is served at", 65_535), default: 8080 } })
      .example("$0 serve", "then open http://127.0.0.1:8080/ in a browser") as never,
  handler: (flags) => finish(async () => (await import("../act/serve.ts")).serveDish(flags)),
};
