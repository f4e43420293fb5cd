import { isAbsolute, join } from "node:path";
import { isRemoteSource } from "../../formats/compose/remote-source.ts";
import type { ComposeService } from "./compose-shape.ts";

/** How a service's image is built, as far as hullproof builds one. */
export interface ServiceBuild {
  /** Absolute. */
  readonly context: string;
  /** Absolute; undefined where the Compose file holds the text itself. */
  readonly dockerfile?: string;
  readonly inline?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
}

/** They only name or describe what is built (compose-spec, build.md). */
const idle =
  /^(?:context|dockerfile|dockerfile_inline|target|args|tags|labels|no_cache|pull|provenance|sbom|platforms|cache_from|cache_to|x-.*)$/;

/** What is built for a service of a merged project, or why hullproof does not build it; `folder` is the project's. */
export function serviceBuild({ build }: ComposeService, folder: string): ServiceBuild | { readonly refused: string } {
  const buildSettings: Readonly<Record<string, unknown>> =
    typeof build === "string" ? { context: build } : { ...(build as object | undefined) };
  const odd = Object.keys(buildSettings).filter((key) => !idle.test(key));
  if (odd.length > 0) return { refused: `its build asks for ${odd.join(", ")}` };
  const context = text(buildSettings["context"]) ?? ".";
  if (isRemoteSource(context)) return { refused: `it is built from ${context}` };
  const from = isAbsolute(context) ? context : join(folder, context);
  const inline = text(buildSettings["dockerfile_inline"]);
  const dockerfile = text(buildSettings["dockerfile"]) ?? "Dockerfile";
  const target = text(buildSettings["target"]);
  return {
    context: from,
    ...(inline === undefined
      ? { dockerfile: isAbsolute(dockerfile) ? dockerfile : join(from, dockerfile) }
      : { inline }),
    ...(target !== undefined && target !== "" && { target }),
    args: argsOf(buildSettings["args"]),
  };
}

/** The arguments of the builds of these services, whether they are built here or were before; of two values of one name one has its service's name, too. */
export function buildArguments(services: Readonly<Record<string, ComposeService>>): Readonly<Record<string, string>> {
  const buildArgs = new Map<string, string>();
  for (const [service, { build }] of Object.entries(services)) {
    const args = typeof build === "object" && build !== null && "args" in build ? argsOf(build.args) : {};
    for (const [name, value] of Object.entries(args))
      buildArgs.set((buildArgs.get(name) ?? value) === value ? name : `${service}_${name}`, value);
  }
  return Object.fromEntries(buildArgs);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** One without a value is a variable of whoever builds, and of no one here. */
function argsOf(rawArgs: unknown): Readonly<Record<string, string>> {
  const pairs: readonly (readonly [string, unknown])[] = Array.isArray(rawArgs)
    ? rawArgs
        .map(String)
        .flatMap((line) =>
          line.includes("=") ? [[line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]] : [],
        )
    : Object.entries(rawArgs ?? {});
  return Object.fromEntries(
    pairs.flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, typeof value === "string" ? value : JSON.stringify(value)]],
    ),
  );
}
