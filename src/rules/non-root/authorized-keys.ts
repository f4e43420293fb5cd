import type { Evidence } from "../../domain/finding/finding.ts";
import { firstOf, plural } from "../shared/image-text.ts";
import { programsOf } from "../shared/program-finding.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/authorized-keys",
  title: "SSH authorized_keys in the image",
  why:
    "Whoever has the private half of a key in `authorized_keys` logs in to every container of the image, today's and next year's, wherever it runs. It is taken away only by a new image. " +
    "Mount the file where the container runs, or let the SSH server ask for it (AuthorizedKeysCommand, certificates).",
  severity: "warning",
  needs: ["privileges", "programs"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          ssh: {
            settings: [],
            hostKeys: [],
            authorizedKeys: [{ path: "/root/.ssh/authorized_keys", layer: 4, keys: 2 }],
          },
        },
      },
      good: { image: { ssh: { settings: [], hostKeys: [], authorizedKeys: [] } } },
    },
  ],
  *check({ privileges, programs }) {
    const files = privileges.ssh?.authorizedKeys ?? [];
    const [first, ...others] = files.map(({ path, layer, keys }): Evidence => ({
      kind: "setting",
      pointer: path,
      value: `${plural(keys, "key")}, in layer ${layer}`,
    }));
    const place = files[0];
    if (first === undefined || place === undefined) return;
    const keys = files.reduce((sum, file) => sum + file.keys, 0);
    const served = programsOf(programs, ["sshd"]).length > 0;
    yield {
      message:
        `${plural(keys, "key")} may log in to every container of the image: ${firstOf(files.map(({ path }) => path))}` +
        `${served ? "" : " (there is no SSH server in it)"}`,
      at: { layer: place.layer, path: place.path },
      ...(!served && { severity: "info" as const }),
      evidence: [first, ...others],
    };
  },
});
