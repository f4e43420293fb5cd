import type { WrittenPort } from "../../../domain/container-spec/written-container.ts";
import { each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/port-taken-twice",
  title: "One port of the host for two services",
  why:
    "A port of the host can be published once. Of two services that publish it the second does not start; Compose does not compare them. " +
    "Not judged where profiles may keep one of them out.",
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
    if ([...containers.texts.values()].some((text) => /^[ \t]+profiles[ \t]*:/m.test(text))) return;
    const published = each(containers, ({ ports, network }) => (network?.value === "host" ? [] : ports));
    const seen = new Map<string, (typeof published)[number][]>();
    for (const one of published) {
      const { said, container } = one;
      const { published: port = "", protocol } = said.value;
      if (!/^\d{1,5}$/.test(port)) continue;
      const before = seen.get(`${port}/${protocol}`) ?? [];
      const first = before.find((other) => other.container !== container && collide(other.said.value, said.value));
      seen.set(`${port}/${protocol}`, [...before, one]);
      if (first === undefined) continue;
      yield {
        message: `Port ${port} of the host is taken by the service ${first.container.name}: \`${container.name}\` does not start beside it`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, first.said),
          ...evidenceOf(containers, said),
          reference("port is already allocated", "run on Docker 26.1.5"),
        ],
      };
    }
  },
});

/** An address that is not said, or is all of them, collides with every other. */
function collide(one: WrittenPort, other: WrittenPort): boolean {
  const [a = "0.0.0.0", b = "0.0.0.0"] = [one.hostIp, other.hostIp];
  return [a, b].some((address) => /^(?:0\.0\.0\.0|::)$/.test(address)) || (a === b && !a.includes("$"));
}
