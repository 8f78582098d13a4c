/** The page over http, on this machine alone. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the built page. */
export const pageFolder = fileURLToPath(new URL("../../dist/web", import.meta.url));

/** Whether the page was built. */
export const hasPage = (folder = pageFolder): boolean => existsSync(join(folder, "index.html"));

const types: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8" };

/** Answers one request with a file of a folder; nothing outside it is ever read. */
export function answerFrom(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const path = fileFor(folder, request.url ?? "/");
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead || path === undefined) {
    response.writeHead(isRead ? 404 : 405, { "content-type": "text/plain; charset=utf-8" });
    response.end(isRead ? "There is nothing here.\n" : "Only reading is possible.\n");
    return;
  }
  // The page states its own policy; what only a header can say is said here.
  response.writeHead(200, {
    "content-type": types[extname(path)] ?? "application/octet-stream",
    "content-length": statSync(path).size,
    "content-security-policy": "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
  });
  if (request.method === "HEAD") response.end();
  else createReadStream(path).pipe(response);
}

function fileFor(folder: string, url: string): string | undefined {
  let name: string;
  try {
    name = decodeURIComponent(url.split(/[?#]/)[0]);
  } catch {
    return undefined;
  }
  const path = resolve(folder, `.${name.endsWith("/") ? `${name}index.html` : name}`);
  const below = relative(folder, path);
  if (name.includes("\0") || below === ".." || below.startsWith(`..${sep}`)) return undefined;
  return existsSync(path) && statSync(path).isFile() ? path : undefined;
}

/** Serves the page to this machine. @param port 0: any that is free @throws Error where the port is taken */
export async function servePage(
  port: number,
  folder = pageFolder,
): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer((request, response) => answerFrom(folder, request, response));
  await new Promise<void>((ready, refused) => {
    server.once("error", refused);
    server.listen(port, "127.0.0.1", ready);
  });
  const { port: taken } = server.address() as { port: number };
  return { server, address: `http://127.0.0.1:${taken}/` };
}
