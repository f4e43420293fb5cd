import { expect, it } from "vitest";
import { debImage } from "../../../test/images/deb-image.ts";
import { elf } from "../../../test/images/elf.ts";
import { probeSteps } from "./probe-steps.ts";

it("asks with the programs that stay, and not with one that may go", async () => {
  const program = elf({ needed: ["libc.so.6"] });
  const { image } = await debImage({
    "libc-bin": { files: { "/usr/bin/getent": program, "/usr/bin/iconv": program, "/usr/bin/locale": program } },
    "python3.13-minimal": { files: { "/usr/bin/python3.13": program } },
    "python3-minimal": { files: { "/usr/bin/python3 -> python3.13": "" } },
  });
  const names = (mayGo?: ReadonlySet<string>) =>
    probeSteps(image, mayGo).map(({ name }) => name.replace("probe: ", ""));
  const ofLibc = ["users", "localhost", "character sets", "locales"];
  expect(names()).toEqual([...ofLibc, "Python modules", "Python data"]);
  const purl = image.packages.find(({ name }) => name === "python3.13-minimal")?.purl ?? "";
  expect(names(new Set([purl]))).toEqual(ofLibc);
});
