import type { Evidence } from "../../domain/finding/finding.ts";
import { firstOf, layerName, plural } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "secrets/ssh-host-key",
  title: "SSH host keys in the image",
  why:
    "A host key proves to whoever logs in which machine answers. Made at build time (Debian's openssh-server does so when it is installed), it is the same in every container, and whoever can pull the image has it: he answers in their place and no one notices. " +
    "Remove it in the RUN that installs the server, and make it when the container starts: ssh-keygen -A.",
  severity: "error",
  needs: ["privileges", "layers"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          ssh: { settings: [], hostKeys: [{ path: "/etc/ssh/ssh_host_ed25519_key", layer: 2 }], authorizedKeys: [] },
        },
      },
      good: { image: { ssh: { settings: [], hostKeys: [], authorizedKeys: [] } } },
    },
  ],
  *check({ privileges, layers }) {
    const keys = privileges.ssh?.hostKeys ?? [];
    const [first, ...others] = keys.map(({ path, layer }): Evidence => ({
      kind: "setting",
      pointer: path,
      value: `a private key, in layer ${layer}`,
    }));
    const place = keys[0];
    if (first === undefined || place === undefined) return;
    yield {
      message: `${plural(keys.length, "private host key")} of ${layerName(layers, place.layer)}, the same in every container: ${firstOf(keys.map(({ path }) => path))}`,
      at: { layer: place.layer, path: place.path },
      evidence: [first, ...others],
    };
  },
});
