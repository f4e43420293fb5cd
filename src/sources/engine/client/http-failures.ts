import { Failure } from "../../../domain/failure.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EngineRequest } from "../types.ts";

export function requestName(request: EngineRequest): string {
  return `${request.method} ${request.path}`;
}

export function unsendable(error: unknown, request: EngineRequest): Failure {
  if (error instanceof Failure) return error;
  return new Failure(
    "unreadable",
    `What was to be sent with ${requestName(request)} could not be read: ${String(error)}`,
    {
      hint: "Check the file and its permissions.",
      cause: error,
    },
  );
}

export function timedOut(request: EngineRequest, timeoutMs: number): Failure {
  return new Failure(
    "timed-out",
    `The engine sent nothing for ${timeoutMs / 1000} s in answer to ${requestName(request)}.`,
    {
      hint: "See whether the engine is busy or stuck (`docker ps`, `docker info`), then run again.",
    },
  );
}

export function tooLong(request: EngineRequest, wholeMs: number): Failure {
  return new Failure(
    "timed-out",
    `The engine's answer to ${requestName(request)} was not complete after ${wholeMs / 1000} s.`,
    { hint: "See whether the engine is busy or stuck (`docker ps`, `docker info`), then run again." },
  );
}

export function died(endpoint: Endpoint, request: EngineRequest, cause: unknown): Failure {
  return new Failure(
    "engine-died",
    `The connection to the engine at ${endpoint.text} was lost during ${requestName(request)}.`,
    {
      hint: "See whether the engine still runs (`docker info`, its log); what is left over is removed by the next run.",
      cause,
    },
  );
}

export function unreachable(endpoint: Endpoint, error: NodeJS.ErrnoException): Failure {
  const start =
    "Start Docker (Linux: systemctl start docker; elsewhere: Docker Desktop) or Podman's service (systemctl start podman.socket), or point DOCKER_HOST at another engine.";
  const [reason, hint] = ((): [string, string] => {
    switch (error.code) {
      case "ENOENT":
        return ["there is no such socket: Docker is not installed or not running", start];
      case "EACCES":
      case "EPERM":
        return [
          "this user may not open the socket",
          "Run as root, or join the docker group (sudo usermod -aG docker $USER) and log in again.",
        ];
      case "ECONNREFUSED":
        return ["no one listens there: Docker is not running", start];
      case "ENOTFOUND":
      case "EAI_AGAIN":
        return ["that host name is not known", "Correct the host name in DOCKER_HOST."];
      case "ENOTSOCK":
        return ["that path is not a socket", "Correct the path in DOCKER_HOST."];
      default:
        return [error.message, start];
    }
  })();
  return new Failure("engine-unreachable", `No Docker Engine answers at ${endpoint.text}: ${reason}.`, {
    hint,
    cause: error,
  });
}
