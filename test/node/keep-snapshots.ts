/** What `npm run snapshots` does: keeps descriptions and pictures of the charts as they are now. Look at them before they are committed. */
import { keep } from "./snapshots.ts";

await keep();
