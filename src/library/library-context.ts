import { resolve } from "node:path";
import { Failure } from "../domain/failure.ts";
import type { Context } from "../pipeline/context.ts";
import { version } from "../pipeline/host/version.ts";
import type { Options } from "./options.ts";

/** A pipeline context without engine, network, terminal, cache and questions. */
export function contextOf(options: Options): Context {
  const { cwd = ".", today = new Date().toISOString().slice(0, 10), config, signal, progress = () => {} } = options;
  if (!/^\d{4}-\d\d-\d\d$/.test(today) || Number.isNaN(Date.parse(today)))
    throw new Failure("bad-usage", `today is ${JSON.stringify(today)}, which is no date`, {
      hint: "Write 2026-11-24.",
    });
  signal?.throwIfAborted();
  return {
    cwd: resolve(cwd),
    today,
    version,
    progress,
    consent: { allowed: [] },
    ...(config !== undefined && { configFile: config }),
    ...(signal && { signal }),
    run: () => Promise.reject(withoutEngine("the library reads no image of an engine")),
  };
}

/** Accepts files only. Throws `Failure` (`bad-usage`). */
export function refuseRemote(target: string): string {
  const remote = /^(?:container|daemon|registry):/.exec(target);
  if (remote !== null) throw withoutEngine(`${target} is no file, and the library reads files only`);
  return target;
}

function withoutEngine(message: string): Failure {
  return new Failure("bad-usage", message, {
    hint: "Save the image (docker save NAME --output image.tar) and name that file, or call the command line.",
  });
}

/** One or more names. Throws `Failure` (`bad-usage`) for an empty list. */
export function targetsOf(targets: string | readonly string[]): readonly string[] {
  const names = typeof targets === "string" ? [targets] : targets;
  if (names.length === 0 || names.includes(""))
    throw new Failure("bad-usage", "no target is named", { hint: 'Name a file or a folder: "." is the current one.' });
  return names.map(refuseRemote);
}
