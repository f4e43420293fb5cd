import { isAbsolute, join } from "node:path";
import { isRemoteSource } from "../../formats/compose/remote-source.ts";
import type { ComposeService } from "./compose-shape.ts";

/** The build of a service's image, as far as hullproof supports it. */
export interface ServiceBuild {
  /** Absolute. */
  readonly context: string;
  /** Absolute; undefined if the Compose file contains the text itself. */
  readonly dockerfile?: string;
  readonly inline?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
}

/** Keys that only name or describe the image (compose-spec, build.md). */
const idle =
  /^(?:context|dockerfile|dockerfile_inline|target|args|tags|labels|no_cache|pull|provenance|sbom|platforms|cache_from|cache_to|x-.*)$/;

/** The build of a service in a merged project, or the reason why hullproof does not build it; `folder` is the project's. */
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

/**
 * Build arguments of these services, built here or before; if two services have different values for one name, the
 * later one gets the service's name as a prefix.
 */
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

/** An argument without a value is a variable of the user's environment, which is unknown here. */
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
