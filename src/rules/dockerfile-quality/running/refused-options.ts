import type { Located, ContainerSpec } from "../../../domain/container/container-spec.ts";
import { asWritten, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/refused-options",
  title: "Conflicting container options",
  why:
    "A container that takes the host's or another container's namespace can't have a host name of its own there, nor publish ports of a network that is not its own. " +
    "The engine refuses it when it is created; Compose passes the options on without a word.",
  severity: "error",
  dialects: ["docker", "compose"],
  needs: ["containers"],
  premise: {
    kind: "refusal",
    by: "the engine",
    words: [
      "conflicting options: hostname and the UTS mode",
      "conflicting options: hostname and the network mode",
      "conflicting options: port publishing and the container type network mode",
    ],
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --network container:vpn -p 8080:8080 example/web:1.4\n",
      good: "docker run --rm --network container:vpn example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  agent:\n    image: example/agent:7.1\n    uts: host\n    hostname: agent\n",
      good: "services:\n  agent:\n    image: example/agent:7.1\n    hostname: agent\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers) {
      for (const [one, other] of conflicts(container)) {
        yield {
          message: `\`${asWritten(container, one)}\` and \`${asWritten(container, other)}\` exclude each other: the engine refuses the container`,
          at: placeOf(one),
          evidence: [
            ...evidenceOf(containers, one),
            ...evidenceOf(containers, other),
            reference("conflicting options", "run on Docker 26.1.5"),
          ],
        };
      }
    }
  },
});

function conflicts({ uts, hostname, network, ports }: ContainerSpec): [Located<unknown>, Located<unknown>][] {
  const joined = network !== undefined && /^(?:container|service):/.test(network.value);
  const [port] = ports;
  return [
    ...(hostname !== undefined && uts?.value === "host" ? [[hostname, uts] satisfies [unknown, unknown]] : []),
    ...(hostname !== undefined && joined ? [[hostname, network] satisfies [unknown, unknown]] : []),
    ...(port !== undefined && joined ? [[port, network] satisfies [unknown, unknown]] : []),
  ];
}
