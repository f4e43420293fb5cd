import type { ImageInfo } from "../../../domain/image/image-info.ts";
import { noteEvidence } from "../../shared/file-notes.ts";
import { defineRule } from "../../rule.ts";
import { plural, firstOf } from "../../shared/image-text.ts";

type Noted = NonNullable<ImageInfo["fileCapabilities"]>[number];

/** Each of them is as good as root, in the container or beyond: capabilities(7). */
const asRoot = new Map([
  ["cap_sys_admin", "mounts, namespaces and much more"],
  ["cap_sys_module", "loads kernel modules"],
  ["cap_sys_rawio", "reads and writes the machine's memory and devices"],
  ["cap_sys_ptrace", "reads and changes any process"],
  ["cap_dac_override", "writes any file"],
  ["cap_dac_read_search", "reads any file"],
  ["cap_setuid", "becomes any user"],
  ["cap_setgid", "joins any group"],
  ["cap_setfcap", "gives capabilities to files"],
  ["cap_setpcap", "changes the capabilities of processes"],
  ["cap_chown", "takes any file"],
  ["cap_fowner", "changes the mode of any file"],
  ["cap_mknod", "makes devices"],
  ["cap_bpf", "loads programs into the kernel"],
  ["cap_net_admin", "changes the network"],
  ["cap_sys_boot", "restarts the machine"],
]);

const ping: Noted = {
  path: "/usr/bin/ping",
  mode: "0755",
  uid: 0,
  gid: 0,
  layer: 2,
  bytes: 90_568,
  capabilities: "cap_net_raw=ep",
};

export default defineRule({
  id: "capabilities/file-capabilities",
  title: "Files with capabilities",
  why:
    "A capability on a file is given to whoever starts it, as setuid is, for one privilege: `cap_net_raw` sends any packet, `cap_setuid` becomes root. `no-new-privileges` makes the kernel ignore it, so the program then fails or goes without. " +
    "Give the container what the service needs and take it off the file: setcap -r.",
  severity: "info",
  needs: ["privileges"],
  fix: "none",
  also: [],
  examples: [
    { kind: "image", bad: { image: { fileCapabilities: [ping] } }, good: { image: { fileCapabilities: [] } } },
    {
      kind: "image",
      bad: { image: { fileCapabilities: [{ ...ping, path: "/usr/bin/python3.13", capabilities: "cap_setuid=ep" }] } },
      good: { image: { fileCapabilities: [] } },
    },
  ],
  *check({ privileges }) {
    const files = privileges.fileCapabilities;
    if (files === undefined) return "the image's source does not show extended attributes";
    for (const file of files) {
      const power = powerOf(file);
      const evidence = noteEvidence([file], ({ capabilities }) => capabilities);
      if (power === undefined || evidence === undefined) continue;
      yield {
        message: `\`${file.path}\` has ${file.capabilities}: whoever starts it ${power}`,
        at: { layer: file.layer, path: file.path },
        severity: "warning",
        evidence,
      };
    }
    const mild = files.filter((file) => powerOf(file) === undefined);
    const evidence = noteEvidence(mild, ({ capabilities }) => capabilities);
    const [first] = mild;
    if (first === undefined || evidence === undefined) return;
    yield {
      message: `${plural(mild.length, "file")} with capabilities: ${firstOf(mild.map(({ path, capabilities }) => `${path} (${capabilities})`))}`,
      at: { layer: first.layer, path: first.path },
      evidence,
    };
  },
});

/** `=ep` alone stands for all of them. A capability that is inheritable only gives nothing by itself. */
function powerOf({ capabilities }: Noted): string | undefined {
  for (const part of capabilities.split(" ")) {
    const [, names = "", flags = ""] = /^([\w,]*)[=+]([eip]*)/.exec(part) ?? [];
    if (!flags.includes("p")) continue;
    if (names === "") return "has every privilege of root";
    const strong = names.split(",").find((name) => asRoot.has(name));
    if (strong !== undefined) return asRoot.get(strong);
  }
  return undefined;
}
