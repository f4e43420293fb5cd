import { each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/drive-volume",
  title: "One-letter volume name read as a Windows drive",
  why:
    "Docker and Compose take one letter and a path behind a colon for a drive of Windows: of d:/data they make a volume without a name on the path /d:/data. Nothing is mounted on /data, and what is written there is lost with the container. " +
    "Give the volume a longer name, or write it in the long form.",
  severity: "warning",
  dialects: ["docker", "compose"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "`-v q:/data` mounts a volume without a name on `/q:/data` and nothing on `/data`",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -v d:/var/lib/db example/db:16.4\n",
      good: "docker run --rm -v data:/var/lib/db example/db:16.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  db:\n    image: example/db:16.4\n    volumes:\n      - d:/var/lib/db\nvolumes:\n  d:\n",
      good: "services:\n  db:\n    image: example/db:16.4\n    volumes:\n      - data:/var/lib/db\n      - C:/data:/windows\nvolumes:\n  data:\n",
    },
  ],
  *check({ containers }) {
    for (const { said } of each(containers, ({ mounts }) => mounts)) {
      const mountText = said.written ?? "";
      if (!/^[A-Za-z]:\/[^:]*(?::[a-z,]+)?$/.test(mountText)) continue;
      const name = mountText.slice(0, 1);
      yield {
        message: `\`${mountText}\` is read as a path on the drive ${name}: and not as the volume \`${name}\`: what is written to \`${mountText.slice(2)}\` is lost with the container`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "A letter, a colon and a slash begin a path of Windows",
            "compose-go, format/volume.go; docker run -v q:/data on Docker 26.1.5",
          ),
        ],
      };
    }
  },
});
