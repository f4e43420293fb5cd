import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import type { Permit } from "../../../consent/decide.ts";
import type { CreateRequest } from "../../../domain/container/create-request.ts";
import { Failure } from "../../../domain/failure.ts";
import type { containerShape } from "../client/shapes.ts";
import type { Container, EngineSession } from "../types.ts";
import { openInside, type Inside } from "./inside.ts";
import { watchContact } from "./outside-contact.ts";
import { findPortRoute } from "./port-route.ts";

export interface ContainerReach extends Pick<Container, "hostPort" | "sockets" | "watchContact">, AsyncDisposable {
  /** After a restart with another network. */
  restarted(): Promise<void>;
}

type InspectedState = z.infer<typeof containerShape>;

/** Reaches one container from here: through the ports that the engine publishes, or through a helper in its network. */
export function containerReach(
  session: EngineSession,
  of: {
    readonly id: string;
    readonly spec: CreateRequest;
    readonly permit: Permit;
    readonly inspect: () => Promise<InspectedState>;
    /** Whether its main process is known to run. */
    readonly lives: () => boolean;
  },
): ContainerReach {
  const { id, spec, permit, inspect, lives } = of;
  let inside: Inside | undefined;
  // They are valid from a start to its end, and each step needs one.
  const ports = new Map<string, number>();
  const close = async () => {
    const was = inside;
    inside = undefined;
    ports.clear();
    await was?.[Symbol.asyncDispose]();
  };
  const within = (inspected: InspectedState): Inside =>
    (inside ??= openInside(session, { id, image: spec.image, address: addressOf(spec, inspected) }, permit));
  return {
    restarted: close,
    [Symbol.asyncDispose]: close,
    async hostPort(containerPort, protocol = "tcp") {
      if ((await findPortRoute(session, spec.image, permit)) === "published") {
        if (spec.network === "host") return containerPort;
        const key = `${containerPort}/${protocol}`;
        const knownPort = lives() ? ports.get(key) : undefined;
        if (knownPort !== undefined) return knownPort;
        const port = await publishedPort(inspect, { containerPort, protocol, image: spec.image });
        ports.set(key, port);
        return port;
      }
      const inspected = await inspect();
      if (!inspected.State.Running) throw notPublished(containerPort, spec.image);
      return within(inspected).port(containerPort, protocol);
    },
    async watchContact(options) {
      const isCountable = session.engine.info.sameKernel && spec.network !== "host";
      // A helper in its network connects by its loopback.
      if (!isCountable || (await findPortRoute(session, spec.image, permit)) !== "published") return undefined;
      const { State: state } = await inspect();
      const { engine, signal } = session;
      return state.Running ? watchContact(engine, { id, pid: state.Pid }, { ...options, signal }) : undefined;
    },
    async sockets() {
      if ((await findPortRoute(session, spec.image, permit)) === "published") return undefined;
      const inspected = await inspect();
      return inspected.State.Running ? within(inspected).sockets() : undefined;
    },
  };
}

/** A server that listens on this address could be reached through a published port. */
function addressOf({ network }: CreateRequest, { NetworkSettings: { Networks: networks } }: InspectedState): string {
  if (network === "host") return "127.0.0.1";
  return Object.values(networks).find(({ IPAddress }) => IPAddress !== "")?.IPAddress ?? "127.0.0.1";
}

async function publishedPort(
  inspect: () => Promise<InspectedState>,
  { containerPort, protocol, image }: { containerPort: number; protocol: "tcp" | "udp"; image: string },
): Promise<number> {
  // The engine chooses new ports at each start, and publishes them shortly after the start of a restarted container has returned.
  for (let attempt = 0; attempt < 20; attempt++) {
    const answer = await inspect();
    const bindings = answer.NetworkSettings.Ports[`${containerPort}/${protocol}`];
    const port = Number((bindings?.find((binding) => binding.HostIp === "127.0.0.1") ?? bindings?.[0])?.HostPort);
    if (port > 0) return port;
    if (!answer.State.Running) break;
    await sleep(50);
  }
  throw notPublished(containerPort, image);
}

function notPublished(containerPort: number, image: string): Failure {
  return new Failure("engine-refused", `Port ${containerPort} of the container of ${image} is not published.`, {
    hint: "The container has ended, or the port was not asked for; its logs tell more.",
  });
}
