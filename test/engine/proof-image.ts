import type { Permit } from "../../src/consent/decide.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { runTag } from "../../src/sources/engine/images/images.ts";
import type { ImageSummary, EngineSession } from "../../src/sources/engine/types.ts";
import { tarOf, type Member } from "../images/archive.ts";
import { tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";

export interface ProofImage {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  /** For workloads that reach nothing beyond containers. */
  readonly permit: Permit;
}

/** A tag that is used twice would leave its first image without one, and so behind. */
let made = 0;

/**
 * An image of the tiny one, some files, and a shell script as its main process. It is made like `docker commit`, and
 * removed with the run.
 */
export async function proofImage(
  session: EngineSession,
  name: string,
  main: string,
  options: {
    readonly files?: readonly Member[];
    readonly user?: string;
    /** Instructions of a Dockerfile: `HEALTHCHECK CMD true`, `EXPOSE 53/udp`. */
    readonly changes?: readonly string[];
  } = {},
): Promise<ProofImage> {
  await using container = await createContainer(
    session,
    {
      image: tinyImage,
      command: ["sh", "-c", main],
      network: "none",
      ...(options.user === undefined ? {} : { user: options.user }),
    },
    permit,
  );
  if (options.files !== undefined) {
    await session.engine.call({
      method: "PUT",
      path: `/containers/${container.id}/archive`,
      query: { path: "/" },
      body: tarOf(options.files),
    });
  }
  const image = runTag(session, `${name}-${++made}`);
  const [repo, tag] = image.split(/:(?=[^/:]+$)/u);
  session.defer(`image ${image}`, () =>
    session.engine.call({ method: "DELETE", path: `/images/${image}`, accept: [404] }),
  );
  await session.engine.call({
    method: "POST",
    path: "/commit",
    query: { container: container.id, repo, tag, changes: options.changes?.join("\n") },
    body: {},
  });
  const imageSummary = await inspectImage(session.engine, image);
  if (imageSummary === undefined) throw new Error(`${image} was not made`);
  return { image, imageSummary, permit };
}

/** A CGI script for busybox httpd, at /www/cgi-bin/NAME. */
export function cgi(name: string, script: string): Member {
  return {
    path: `www/cgi-bin/${name}`,
    mode: 0o755,
    content: `#!/bin/sh\n${script}\n`,
  };
}

/** Ends the script's main process on SIGTERM with 0, while the web server runs beside it. */
export const serve = 'trap "exit 0" TERM; httpd -f -p 8080 -h /www & wait';

export function webWorkload(changes: Partial<Workload> = {}): Workload {
  return {
    ready: { kind: "tcp", port: 8080 },
    readyTimeoutMs: 5000,
    steps: [],
    stop: { timeoutMs: 3000, exitCodes: [0] },
    restart: true,
    env: {},
    volumes: [],
    ...changes,
  };
}

export function get(path: string, status = 200, bodyPattern?: string): Workload["steps"][number] {
  return {
    kind: "http",
    name: `GET ${path}`,
    port: 8080,
    method: "GET",
    path,
    headers: {},
    status,
    timeoutMs: 3000,
    ...(bodyPattern === undefined ? {} : { bodyPattern }),
  };
}
