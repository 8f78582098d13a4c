/** `verify`: is a run what its manifest says, and does it come out the same again? */
import type { CommandModule } from "yargs";
import type { VerifyFlags } from "../act/verify.ts";
import { workers, yesNo } from "../flags.ts";
import { finish } from "../words.ts";

export const verify: CommandModule<object, VerifyFlags> = {
  command: "verify <run>",
  describe: "Compare the files of a run with their hashes, and with --rerun make it again and compare the digest",
  builder: (flags) =>
    flags
      .positional("run", { type: "string", demandOption: true, describe: "Folder of a run" })
      .options({ rerun: yesNo("Run the scenario kept in the folder again"), workers })
      .example("$0 verify output/00-first-dish/RUN --rerun", "the same bytes again?") as never,
  handler: (flags) => finish(async () => (await import("../act/verify.ts")).verifyFolder(flags)),
};
