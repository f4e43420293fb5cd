import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseFact } from "../../../src/facts/secrets/parse-fact.ts";
import { withSlimStages } from "../../../src/facts/slim/slim-stages.ts";
import { isPodman } from "../harness/at.ts";
import type { Column } from "../harness/column.ts";
import { broken } from "../harness/refusals.ts";

const base = "hullproof-stand-in/python:trixie";
const capability = "0100000200040000000000000000000000000000";
const plant = `import os, shutil; shutil.copy("/usr/bin/true", "/usr/local/bin/web"); os.setxattr("/usr/local/bin/web", "security.capability", bytes.fromhex("${capability}"))`;
const look = `import json, os
def attribute(path, name):
    try: return os.getxattr(path, name).hex()
    except OSError as error: return error.strerror
print(json.dumps({
    "capability": attribute("/usr/local/bin/web", "security.capability"),
    "removed": [path for path in ("/usr/bin/tar", "/usr/bin/bash", "/usr/bin/dpkg") if not os.path.exists(path)],
    "modes": [oct(os.stat(path).st_mode & 0o7777) for path in ("/", "/tmp")],
    "files": os.listdir("/app"),
}))`;
const expected = {
  capability,
  removed: ["/usr/bin/tar", "/usr/bin/bash", "/usr/bin/dpkg"],
  modes: ["0o755", "0o1777"],
  files: ["web"],
};

export default {
  place: 23,
  title: "a Dockerfile of harden --slim",
  what: "The stages that `harden --slim` writes, built by the client that is there: the packages are gone, and a file capability, the modes of `/` and `/tmp` and the application are as they were. hullproof refuses a builder that loses one.",
  table: "capabilities",
  asked: true,
  async look(at) {
    await at.load([base]);
    const cwd = await at.folder("slim");
    const image = `${basename(at.lab.folder)}:slim`;
    await writeFile(join(cwd, "Dockerfile"), slimText());
    const { code, stderr } = await at.run(isPodman(at) ? "podman" : "docker", ["build", "--tag", image, "."], {
      cwd,
      timeoutMs: 300_000,
    });
    if (code !== 0) return broken(stderr.trim().split("\n").slice(-2).join(" "));
    const words = ["run", "--rm", "--network", "none", image, "python3", "-c", look];
    const answer = JSON.parse(await at.docker(words)) as typeof expected;
    await at.docker(["image", "rm", image]).catch(() => undefined);
    if (answer.capability !== capability)
      return { verdict: "less", what: `loses file capabilities (${answer.capability}): refused`, said: true };
    const [top] = answer.modes;
    if (top === "0o555" && JSON.stringify({ ...answer, modes: expected.modes }) === JSON.stringify(expected))
      return {
        verdict: "less",
        what: "`/` has the mode 555, which only its owner without DAC_OVERRIDE notices",
        said: false,
      };
    return JSON.stringify(answer) === JSON.stringify(expected) ? { verdict: "works" } : broken(JSON.stringify(answer));
  },
} satisfies Column;

function slimText(): string {
  const original = `FROM ${base}\nRUN ["python3", "-c", ${JSON.stringify(plant)}]\nRUN mkdir /app && touch /app/web\nCMD ["python3"]\n`;
  const parts = { folders: ["/app"], config: ['CMD ["python3"]'], compiled: true, leftovers: [] };
  const packages = ["bash", "tar", "dpkg", "apt", "perl-base"];
  const staged = withSlimStages(parseFact("Dockerfile", original), { ...parts, packages }, undefined);
  if ("refused" in staged) throw new Error(staged.refused);
  return staged.text;
}
