import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { FleetAnswers } from "../../pipeline/fleet/ask.ts";
import { close, listen } from "../listen.ts";
import { fleetApp } from "./fleet-app.ts";

export interface FleetServer extends AsyncDisposable {
  /** `http://127.0.0.1:40123/TOKEN/` */
  readonly url: string;
}

interface FleetServerOptions {
  readonly answers: FleetAnswers;
  readonly port: number;
  readonly version: string;
  readonly readFirst: (digest: string) => Promise<boolean>;
}

/** Time limit for a client's request, in milliseconds. */
const requestMs = 5_000;

/**
 * Serves a fleet to this machine: on loopback, below a secret path, to requests for a loopback name. Until there are logins, nothing else is
 * served. Throws `Failure` (`bad-usage`) if it cannot listen on the port.
 */
export async function serveFleet({ answers, port, version, readFirst }: FleetServerOptions): Promise<FleetServer> {
  const host = "127.0.0.1";
  const root = `/${randomBytes(18).toString("base64url")}/`;
  let listeningPort = port;
  const isOwnHost = (name: string) => [`127.0.0.1:${listeningPort}`, `localhost:${listeningPort}`].includes(name);
  const app = fleetApp({ answers, root, version, isOwnHost, readFirst });
  const server = createServer(
    { requestTimeout: requestMs, headersTimeout: requestMs, maxHeaderSize: 16_384 },
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  );
  listeningPort = await listen(
    server,
    host,
    port,
    "Name another port, or leave --port out: then one that is free is taken.",
  );
  return { url: `http://${host}:${listeningPort}${root}`, [Symbol.asyncDispose]: () => close(server) };
}
