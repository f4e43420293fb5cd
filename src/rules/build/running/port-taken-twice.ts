import type { Said, WrittenContainer, WrittenPort } from "../../../domain/container-spec/written-container.ts";
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
    const taken = new Map<string, Published[]>();
    const [all, ranges]: [Published[], Published[]] = [[], []];
    for (const { container, said } of published) {
      const range = rangeOf(said.value);
      if (range === undefined) continue;
      const one: Published = { container, said, ...range };
      const key = `${one.from}/${said.value.protocol}`;
      const same = taken.get(key) ?? [];
      // What a range collides with need not begin where it does.
      const others = one.from === one.to ? [...same, ...ranges] : all;
      const first = others.find((other) => collide(other, one));
      if (same.length < maxCompared) taken.set(key, [...same, one]);
      if (all.length < maxCompared ** 2) all.push(one);
      if (one.from !== one.to && ranges.length < maxCompared) ranges.push(one);
      if (first === undefined) continue;
      const port = Math.max(one.from, first.from);
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

/** Earlier ports that one is compared with. */
const maxCompared = 64;

interface Published {
  readonly container: WrittenContainer;
  readonly said: Said<WrittenPort>;
  readonly from: number;
  readonly to: number;
}

/** Ports of the host that are surely taken; of a range for one port the engine chooses one that is free. */
function rangeOf({ published = "", target }: WrittenPort): { readonly from: number; readonly to: number } | undefined {
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(published) ?? [];
  if (from === undefined || (from !== to && !target.includes("-"))) return undefined;
  return { from: Number(from), to: Number(to) };
}

/** An address that is not said, or is all of them, collides with every other. */
function collide(one: Published, other: Published): boolean {
  if (one.container === other.container || one.said.value.protocol !== other.said.value.protocol) return false;
  if (one.to < other.from || other.to < one.from) return false;
  const [a = "0.0.0.0", b = "0.0.0.0"] = [one.said.value.hostIp, other.said.value.hostIp];
  return [a, b].some((address) => /^(?:0\.0\.0\.0|::)$/.test(address)) || (a === b && !a.includes("$"));
}
