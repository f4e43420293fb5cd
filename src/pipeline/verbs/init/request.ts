import { Failure } from "../../../domain/failure.ts";
import { exposedPorts } from "../../../facts/dockerfile/exposed-ports.ts";
import { dockerfileFact } from "../../../facts/dockerfile/stages.ts";
import { variablesFact } from "../../../facts/dockerfile/variables/variables.ts";
import { readDockerfile } from "../../../formats/dockerfile/parse.ts";
import { dataPortIn } from "../../../rules/capabilities/network/data-ports.ts";
import { basesFact } from "../../judge/known-bases.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import type { ServiceOutline } from "../../services/service-outlines.ts";

/** A GET that may prove that the container works; the port is the container's. */
export interface Request {
  readonly port: number;
  /** Absent: only the port is known. */
  readonly path?: string;
}

/** The first port of EXPOSE, and the path of a HEALTHCHECK. */
export async function requestOf(dockerfile: string, { cwd }: Pick<Context, "cwd">): Promise<Request | undefined> {
  const { parsed } = readDockerfile(dockerfile, await readText(dockerfile, cwd));
  if (parsed === undefined) return undefined;
  const fact = dockerfileFact(parsed);
  const check = fact.instructions.findLast(({ keyword, onbuild }) => keyword === "HEALTHCHECK" && !onbuild);
  const health = urlIn(check?.words.map(({ text }) => text).join(" ") ?? "");
  const exposed = [...exposedPorts(fact, variablesFact(fact, basesFact(new Map())))].find(
    ({ port, protocol }) => /^\d{1,5}$/.test(port) && /^(?:tcp)?$/i.test(protocol),
  );
  return requestTo(exposed?.port ?? health.port, health.path);
}

/** The first published port that is not a database's, and the path of the health check. An unpublished port has to appear in the health check. */
export function requestOfService({ ports, healthCheck }: ServiceOutline): Request | undefined {
  const { port, path } = urlIn(healthCheck);
  const single = ports.filter(({ target, isTcp }) => isTcp && /^\d{1,5}$/.test(target)).map(({ target }) => target);
  if (port !== "" && single.includes(port)) return requestTo(port, path);
  return requestTo(single.find((target) => dataPortIn(target) === undefined) ?? port, path);
}

function requestTo(text: string, path: string | undefined): Request | undefined {
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? { port, ...(path !== undefined && { path }) } : undefined;
}

/** Port, or an empty text, and path of a URL for the container itself in a command. */
function urlIn(command: string): { readonly port: string; readonly path?: string } {
  const [url, port = "", path = "/"] =
    /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/[\w./-]*)?/.exec(command) ?? [];
  return url === undefined ? { port } : { port, path };
}

/** Throws `Failure` (`bad-usage`). */
export function requestFrom(text: string): Request | undefined {
  if (text === "none" || text === "-") return undefined;
  const [, number = "", path = "/"] = /^:?(\d{1,5})(\/[^\s"\\]*)?$/.exec(text) ?? [];
  const port = Number(number);
  if (number !== "" && port >= 1 && port <= 65_535) return { port, path };
  throw new Failure("bad-usage", `${text} is no request`, {
    hint: "Write port and path: :8080/health. `none` where it answers no HTTP.",
  });
}
