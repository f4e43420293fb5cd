import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { permitForBuild } from "../../src/consent/build-reach.ts";
import type { Progress } from "../../src/domain/progress.ts";
import { buildImage as build } from "../../src/sources/engine/build/build.ts";
import { hasNamedContexts } from "../../src/sources/engine/build/builder.ts";
import type { BuildRequest, BuiltImage, Run } from "../../src/sources/engine/types.ts";
import { locate } from "../../src/sources/files/locate.ts";

/** A build of a folder that the test itself made, as a person would agree to it. */
export async function buildImage(run: Run, request: BuildRequest, progress: Progress): Promise<BuiltImage> {
  const sent = await withoutHeredocs(run, request);
  const { context, ...rest } = sent;
  const of = typeof context === "string" ? { from: context, located: await locate(context) } : context?.of;
  const spec = { ...rest, ...(of && { context: of }) };
  return build(run, sent, permitForBuild(spec, { place: of?.located }), progress);
}

/** For Docker 20.10, whose BuildKit reads none, files of the context take the place of `COPY <<"EOF" /path`. */
async function withoutHeredocs(run: Run, request: BuildRequest): Promise<BuildRequest> {
  const { context, dockerfile } = request;
  if (hasNamedContexts(run.engine.info) || typeof context !== "string") return request;
  const files: [name: string, text: string][] = [];
  const text = dockerfile.replaceAll(/^COPY <<"EOF" (\S+)\n(.*?)^EOF$/gms, (_all, to: string, content: string) => {
    files.push([`heredoc-${files.length}`, content]);
    return `COPY heredoc-${files.length - 1} ${to}`;
  });
  for (const [name, content] of files) await writeFile(join(context, name), content);
  return { ...request, dockerfile: text };
}
