import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

const accounts = [{ name: "app", uid: 10001, gid: 10001, shell: "/bin/sh", password: "locked" }] as const;
const groups = [{ name: "app", gid: 10001 }] as const;

export default defineRule({
  id: "non-root/unknown-user",
  title: "Image user missing from /etc/passwd or /etc/group",
  why:
    "The engine looks a name up in the image's own /etc/passwd and /etc/group when the container starts, and refuses to start it when the name is not there. " +
    "The build does not notice, because only RUN needs the user. A number works without any entry.",
  severity: "error",
  needs: ["configuration", "privileges"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { image: { user: "web", accounts, groups } },
      good: { image: { user: "app", accounts, groups } },
    },
    {
      kind: "image",
      bad: { image: { user: "10001:web", accounts, groups } },
      good: { image: { user: "10002:10002", accounts, groups } },
    },
  ],
  *check({ configuration, privileges }) {
    const [user = "", group = ""] = configuration.user.split(":");
    const places = [
      { name: user, file: "/etc/passwd", known: privileges.accounts },
      { name: group, file: "/etc/group", known: privileges.groups },
    ];
    for (const { name, file, known } of places) {
      // Only numbers need no entry; `root` needs one as any other name.
      if (name === "" || /^\d+$/.test(name)) continue;
      if (known?.some((one) => one.name === name) === true) continue;
      yield {
        message: `\`${configuration.user}\`: ${known === undefined ? `the image has no ${file}` : `${file} knows no \`${name}\``}, so no container of it starts`,
        at: { setting: "Config.User" },
        evidence: [
          { kind: "setting", pointer: "Config.User", value: configuration.user },
          reference(
            "a name is resolved in the container's own /etc/passwd and /etc/group; without an entry the start fails",
            "github.com/moby/sys/user, GetExecUser; measured on Docker 26.1.5, for `web` as for `root`: no matching entries in passwd file",
          ),
        ],
      };
    }
  },
});
