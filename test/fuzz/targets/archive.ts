import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readFacts } from "../../../src/pipeline/image/read-facts.ts";
import { openArchive } from "../../../src/sources/image/archive/archive.ts";
import { dockerSave } from "../../images/archive.ts";
import { ordinary } from "../../images/hostile.ts";
import type { FuzzTarget } from "../target.ts";

const pax = (records: string) => dockerSave({ layers: [[{ path: "a", content: "b", pax: { [records]: "1" } }]] });

/** Image archives: tar with all its extensions, gzip, zstd, manifests and configurations. */
export default {
  name: "archive",
  samples: [
    dockerSave({ layers: ordinary }),
    dockerSave({ layers: ordinary, compression: "gzip" }),
    dockerSave({ layers: ordinary.slice(1), compression: "zstd" }),
    pax("size"),
    pax("GNU.sparse.map"),
  ],
  words: [
    "\0".repeat(512),
    "ustar\0",
    "ustar  \0",
    "18 path=../../../x\n",
    "11 size=-1\n",
    "20 GNU.sparse.map=0,9\n",
    "1 =\n",
    "0 a=b\n",
    "x",
    "L",
    "K",
    "S",
    "g",
    "77777777777",
    "\x80\0\0\0\0\0\0\0\0\0\xff\xff",
    '{"Layers":[',
    '"rootfs":{}',
    "sha256:",
  ],
  async run(input, folder) {
    const file = join(folder, "a.tar");
    writeFileSync(file, input);
    await readFacts(await openArchive(file), { secrets: true, duplicates: true });
  },
} satisfies FuzzTarget;
