import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { insist, type Permit } from "../../../consent/decide.ts";
import { Failure } from "../../../domain/failure.ts";
import { legacyProblems } from "../../../formats/dockerfile/legacy-problems.ts";
import { parseDockerfile } from "../../../formats/dockerfile/parse.ts";
import { interruption } from "../client/interruption.ts";
import { tarFolder } from "../volumes/tar-folder.ts";
import type { BuildRequest, EngineSession } from "../types.ts";
import { readEndpointOutput, type EndpointOutput } from "./endpoint-output.ts";
import { lineOfStep } from "./line-of-step.ts";
import { lineAt, refuseReach } from "./own-builder.ts";

/** One build for the engine's own builder. */
export interface EndpointBuild {
  readonly request: BuildRequest;
  /** The text to send: the request's, with other bases. */
  readonly text: string;
  /** Folder with a private copy of the context. */
  readonly context: string;
  readonly tag: string;
  readonly cgroup: string | undefined;
  readonly limitMs: number;
  /** Docker's legacy builder, or the one of another engine. */
  readonly by: "legacy" | "own";
}

/** The end of the build, and all its output. */
export interface EndpointEnd {
  readonly output: EndpointOutput;
  /** 1-based line of the failed instruction. */
  readonly line?: number;
}

/**
 * Builds with `POST /build`, which is the legacy builder of Docker 20.10 to 29, and Buildah in Podman. Throws
 * `build-failed` with the line for unsupported instructions, `not-allowed`, `timed-out`, `interrupted`, and those of
 * the engine's call. It gets the same inputs as buildx, and no more.
 */
export async function buildAtEndpoint(
  session: EngineSession,
  { request, text, context, tag, cgroup, limitMs, by }: EndpointBuild,
  permit: Permit,
  onStep: (name: string) => void,
  onMade: (ids: readonly string[]) => void,
): Promise<EndpointEnd> {
  insist(permit, []);
  const { dockerfileName, buildArgs = {}, target, noCache } = request;
  const parsed = parseDockerfile(dockerfileName, text);
  if (by === "own") refuseReach(parsed, buildArgs);
  const [problem] = by === "legacy" ? legacyProblems(parsed) : [];
  if (problem !== undefined) throw needsBuildKit(dockerfileName, problem);
  const { safety, signal } = session;
  const name = `.dockerfile.${randomBytes(10).toString("hex")}`;
  const contextIgnore = await readFile(join(context, ".dockerignore"), "utf8").catch(() => undefined);
  // Like the docker command: the engine removes both from the context again.
  const ignored = [...(contextIgnore === undefined ? [".dockerignore"] : [contextIgnore.trimEnd()]), name, ""].join(
    "\n",
  );
  const extraFiles = [
    { name, text },
    { name: ".dockerignore", text: ignored },
  ];
  const output = readEndpointOutput(onStep);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  try {
    const answer = await session.engine.open({
      method: "POST",
      path: "/build",
      query: {
        dockerfile: name,
        t: tag,
        buildargs: JSON.stringify(buildArgs),
        labels: JSON.stringify(session.labels),
        target,
        nocache: noCache,
        rm: true,
        forcerm: true,
        version: 1,
        memory: safety.memoryBytes,
        memswap: safety.memoryBytes,
        cgroupparent: cgroup,
      },
      body: tarFolder(context, { name: ".", uid: 0, gid: 0 }, extraFiles),
      timeoutMs: 0,
      signal: limit,
    });
    const decoder = new TextDecoder();
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      output.add(decoder.decode(chunk, { stream: true }));
      onMade(output.made());
    }
  } catch (error) {
    if (signal.aborted) throw interruption(signal);
    if (!limit.aborted) throw error;
    throw new Failure("timed-out", `The build of ${dockerfileName} has not ended after ${limitMs / 60_000} minutes.`, {
      hint: "See which step hangs: docker build .",
      cause: error,
    });
  }
  const number = output.step();
  const failed = number === undefined ? undefined : parsed.instructions[number - 1];
  const line = failed === undefined ? lineOfStep(text, output.failed()?.name ?? "") : lineAt(parsed, failed.span);
  return { output, ...(line !== undefined && { line }) };
}

function needsBuildKit(file: string, { line, problem }: { readonly line: number; readonly problem: string }): Failure {
  return new Failure("build-failed", `${file}:${line}: the engine's legacy builder can't do ${problem}.`, {
    hint: "Install Docker's buildx plugin, or take it out of that line. Debian: apt-get install -y docker-buildx.",
  });
}
