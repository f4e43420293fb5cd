import type { Located, ContainerSpec, PortSpec } from "../../../domain/container/container-spec.ts";
import { each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/port-taken-twice",
  title: "Host port published twice",
  why:
    "A port of the host can be published once. Of two services that publish it the second does not start; Compose does not compare them. " +
    "A warning where profiles keep one of them out of a plain `docker compose up`; a note where so many collide that the project is a list to choose from.",
  severity: "error",
  dialects: ["compose"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "a container that publishes a port which another one has published is refused",
  },
  fix: "none",
  also: ["dclint/no-duplicate-exported-ports"],
  examples: [
    {
      kind: "compose",
      bad: 'services:\n  web:\n    image: example/web:1.4\n    ports: ["8080:80"]\n  admin:\n    image: example/admin:1.4\n    ports: ["127.0.0.1:8080:8000"]\n',
      good: 'services:\n  web:\n    image: example/web:1.4\n    ports: ["192.0.2.7:8080:80"]\n  admin:\n    image: example/admin:1.4\n    ports: ["127.0.0.1:8080:8000", "8080:53/udp"]\n',
    },
  ],
  *check({ containers }) {
    const published = each(containers, ({ ports, network }) => (network?.value === "host" ? [] : ports));
    const portsByKey = new Map<string, Published[]>();
    const collisions: (readonly [Published, Published])[] = [];
    const [ports, ranges]: [Published[], Published[]] = [[], []];
    for (const { container, said } of published) {
      const range = rangeOf(said.value);
      if (range === undefined) continue;
      const binding: Published = { container, said, ...range };
      const key = `${binding.from}/${said.value.protocol}`;
      const samePort = portsByKey.get(key) ?? [];
      // Ports that overlap with a range may begin elsewhere.
      const candidates = binding.from === binding.to ? [...samePort, ...ranges] : ports;
      const first = candidates.find((other) => collide(other, binding));
      if (samePort.length < maxCompared) portsByKey.set(key, [...samePort, binding]);
      if (ports.length < maxCompared ** 2) ports.push(binding);
      if (binding.from !== binding.to && ranges.length < maxCompared) ranges.push(binding);
      if (first !== undefined) collisions.push([first, binding]);
    }
    const isChoice = new Set(collisions.map(([, { container }]) => container)).size >= fewestOfChoice;
    for (const [first, { container, said, from }] of collisions) {
      const plain = [container, first.container].every(isPlain);
      yield {
        message: `Port ${Math.max(from, first.from)} of the host is taken by the service ${first.container.name}: \`${container.name}\` does not start beside it${plain ? "" : "; a plain `up` may not start both"}`,
        at: placeOf(said),
        ...(isChoice ? { severity: "info" as const } : !plain && { severity: "warning" as const }),
        evidence: [
          ...evidenceOf(containers, first.said),
          ...evidenceOf(containers, said),
          reference("port is already allocated", "run on Docker 26.1.5"),
        ],
      };
    }
  },
});

/** Services that do not start beside others: from so many on, whoever runs the project names the ones to start (laradock has 32). */
const fewestOfChoice = 6;

/** Earlier ports that one is compared with. */
const maxCompared = 64;

interface Published {
  readonly container: ContainerSpec;
  readonly said: Located<PortSpec>;
  readonly from: number;
  readonly to: number;
}

/** Host ports that are certainly taken; for a range with one target port, the engine chooses a free one. */
function rangeOf({ published = "", target }: PortSpec): { readonly from: number; readonly to: number } | undefined {
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(published) ?? [];
  if (from === undefined || (from !== to && !target.includes("-"))) return undefined;
  return { from: Number(from), to: Number(to) };
}

/** Whether a plain `up` starts it, as far as these files say. */
function isPlain({ profiles, unknown }: ContainerSpec): boolean {
  return profiles === undefined && unknown === undefined;
}

/** A missing address, or one for all interfaces, collides with every other. */
function collide(binding: Published, otherBinding: Published): boolean {
  // Services of profiles that have none in common may be alternatives.
  const [profiles, others] = [binding.container.profiles, otherBinding.container.profiles];
  if (profiles && others && !profiles.some((profile) => others.includes(profile))) return false;
  if (binding.container === otherBinding.container || binding.said.value.protocol !== otherBinding.said.value.protocol)
    return false;
  if (binding.to < otherBinding.from || otherBinding.to < binding.from) return false;
  const [a = "0.0.0.0", b = "0.0.0.0"] = [binding.said.value.hostIp, otherBinding.said.value.hostIp];
  return [a, b].some((address) => /^(?:0\.0\.0\.0|::)$/.test(address)) || (a === b && !a.includes("$"));
}
