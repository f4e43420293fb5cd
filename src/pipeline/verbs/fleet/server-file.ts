import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Failure } from "../../../domain/failure.ts";

const shape = z.object({ url: z.url({ protocol: /^http$/ }), process: z.int().positive() });

/** Keeps the secret address of a server for the commands of this user. */
export async function keepServer(folder: string, url: string): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "server.json");
  await writeFile(file, JSON.stringify({ url, process: process.pid }), { mode: 0o600 });
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

/** Address of the server of a folder. Throws `Failure` (`bad-usage`) if none runs. */
export async function findServer(folder: string): Promise<string> {
  const text = await readFile(join(folder, "server.json"), "utf8").catch(() => undefined);
  const parsed = shape.safeParse(text === undefined ? undefined : parseJson(text));
  if (parsed.success) return parsed.data.url;
  throw new Failure("bad-usage", "no fleet runs here", {
    hint: "Start one (`hullproof fleet up REGISTRY`), or name its address: --server URL",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
