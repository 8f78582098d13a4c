/** One process for a folder: a name of the system that is given back however its holder ends. */
import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Takes a folder for this process; undefined where another process of this machine has it. @returns what gives it back */
export async function takeFolder(folder: string): Promise<(() => void) | undefined> {
  const mark = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 20);
  const name = process.platform === "win32" ? `\\\\.\\pipe\\exoculture-${mark}` : join(tmpdir(), `exoculture-${mark}`);
  for (let tries = 0; tries < 3; tries++) {
    const server = await listening(name);
    if (server) return () => server.close();
    if (await isAnswered(name)) return undefined;
    rmSync(name, { force: true }); // left by a process that was killed
  }
  return undefined;
}

function listening(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(name, () => resolve(server));
  });
}

function isAnswered(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(name);
    const end = (answered: boolean) => (): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", end(true));
    socket.once("error", end(false));
  });
}
