import { reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { hasEnded, lifecycles } from "./lifecycles.ts";

export default defineRule({
  id: "base-image/os-end-of-life",
  title: "Operating system of the image is past end of life",
  why:
    "After its end of life a distribution gets no more fixes. Scanners then often show fewer vulnerabilities, not more, since nobody registers them any longer: " +
    "zero pending updates of a dead release means nobody is looking.",
  severity: "error",
  needs: ["image", "today"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          os: { id: "debian", versionId: "11", codename: "bullseye", prettyName: "Debian GNU/Linux 11 (bullseye)" },
        },
      },
      good: {
        image: {
          os: { id: "debian", versionId: "13", codename: "trixie", prettyName: "Debian GNU/Linux 13 (trixie)" },
        },
      },
    },
    {
      kind: "image",
      bad: { image: { os: { id: "alpine", versionId: "3.16.9", prettyName: "Alpine Linux v3.16" } } },
      good: { image: { os: { id: "alpine", versionId: "3.23.2", prettyName: "Alpine Linux v3.23" } } },
    },
  ],
  *check({ image, today }) {
    const { id = "", versionId, codename, prettyName } = image.os;
    // Only the three whose os-release names the cycle that the table counts in.
    const lifecycle = /^(?:debian|ubuntu|alpine)$/.test(id) ? lifecycles[id] : undefined;
    if (lifecycle === undefined)
      return id === "" ? "the image has no os-release" : `${prettyName ?? id}: no dates are known for it`;
    const cycle = versionId?.split(".").slice(0, lifecycle.depth).join(".") ?? lifecycle.names?.[codename ?? ""] ?? "";
    const until = Object.hasOwn(lifecycle.until, cycle) ? lifecycle.until[cycle] : undefined;
    if (until === undefined) return `${prettyName ?? `${id} ${cycle}`}: no dates are known for it`;
    if (!hasEnded(until, today)) return;
    const name = prettyName ?? `${lifecycle.product} ${cycle}`;
    yield {
      message: `${name} has had no fixes since ${until}${lifecycle.moveTo === undefined ? "" : `; ${lifecycle.product} ${lifecycle.moveTo} is supported`}`,
      at: { setting: "os-release" },
      evidence: [
        { kind: "setting", pointer: "VERSION_ID", value: versionId ?? codename ?? cycle },
        reference(`${lifecycle.product} ${cycle}: last day with fixes ${until}; today is ${today}`, lifecycle.source),
      ],
    };
  },
});
