import { each, evidenceOf, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/drive-volume",
  title: "Volume of one letter read as a Windows drive",
  why:
    "Compose takes one letter and a path behind a colon for a drive of Windows: d:/data is no volume d on /data but a volume without a name. The named one is not used, and what is written is lost with the container. " +
    "Give the volume a longer name, or write it in the long form.",
  severity: "error",
  dialects: ["compose"],
  needs: ["containers"],
  premise: {
    kind: "source",
    source:
      "compose-go format/volume.go, and recorded answers of docker compose 2.26, 2.40 and 5.6 that the reader is compared with",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "compose",
      bad: "services:\n  db:\n    image: example/db:16.4\n    volumes:\n      - d:/var/lib/db\nvolumes:\n  d:\n",
      good: "services:\n  db:\n    image: example/db:16.4\n    volumes:\n      - data:/var/lib/db\n      - C:/data:/windows\nvolumes:\n  data:\n",
    },
  ],
  *check({ containers }) {
    for (const { said } of each(containers, ({ mounts }) => mounts)) {
      const written = said.written ?? "";
      if (!/^[A-Za-z]:\/[^:]*(?::[a-z,]+)?$/.test(written)) continue;
      const name = written.slice(0, 1);
      yield {
        message: `\`${written}\` is a path on the drive ${name}: for Compose, not the volume \`${name}\`: what is written there is lost with the container`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference("A letter, a colon and a slash begin a path of Windows", "compose-go, format/volume.go"),
        ],
      };
    }
  },
});
