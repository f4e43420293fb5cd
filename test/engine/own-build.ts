import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { permitForBuild } from "../../src/consent/build-reach.ts";
import type { Progress } from "../../src/domain/progress.ts";
import { dockerIgnore } from "../../src/facts/context/dockerignore.ts";
import { buildImage as build } from "../../src/sources/engine/image-build/build.ts";
import { copyContext } from "../../src/sources/engine/image-build/build-context.ts";
import { hasNamedContexts } from "../../src/sources/engine/image-build/builder.ts";
import type { BuildRequest, BuiltImage, EngineSession } from "../../src/sources/engine/types.ts";
import { locate } from "../../src/sources/files/locate.ts";
import { legacyBuilder } from "./older.ts";

/** A build of a folder that the test itself made, as a person would agree to it. */
export async function buildImage(
  session: EngineSession,
  request: BuildRequest,
  progress: Progress,
): Promise<BuiltImage> {
  const sent = await withoutHeredocs(session, { ...request, dockerfile: withoutChmod(request.dockerfile) });
  const { context, ...rest } = sent;
  // The legacy builder takes all that it is sent: what `.dockerignore` means is read here, as `harden` does.
  await using copy =
    legacyBuilder === undefined || typeof context !== "string"
      ? undefined
      : await copyContext(session, { ...sent, context, ignores: dockerIgnore }, progress);
  const of = typeof context === "string" ? { from: context, located: await locate(context) } : context?.of;
  const spec = { ...rest, ...(of && { context: of }) };
  return await build(
    session,
    { ...sent, ...(copy && { context: copy }) },
    permitForBuild(spec, { place: of?.located }),
    progress,
  );
}

/** The legacy builder has no `COPY --chmod`: the files of such a test have the mode already. */
function withoutChmod(dockerfile: string): string {
  return legacyBuilder === undefined ? dockerfile : dockerfile.replaceAll(/^COPY --chmod=755 /gm, "COPY ");
}

/** For Docker 20.10, whose BuildKit reads none, files of the context take the place of `COPY <<"EOF" /path`. */
async function withoutHeredocs(session: EngineSession, request: BuildRequest): Promise<BuildRequest> {
  const { context, dockerfile } = request;
  if (hasNamedContexts(session.engine.info) || typeof context !== "string") return request;
  const files: [name: string, text: string][] = [];
  const text = dockerfile.replaceAll(/^COPY <<"EOF" (\S+)\n(.*?)^EOF$/gms, (_all, to: string, content: string) => {
    files.push([`heredoc-${files.length}`, content]);
    return `COPY heredoc-${files.length - 1} ${to}`;
  });
  for (const [name, content] of files) await writeFile(join(context, name), content);
  return { ...request, dockerfile: text };
}
