import { programEvidence, programsOf } from "../../shared/program-finding.ts";
import { defineRule } from "../../rule.ts";

const protocolNames = { sshd: "SSH", telnetd: "telnet", ftpd: "FTP", rshd: "remote shell" } as const;

export default defineRule({
  id: "capabilities/login-server",
  title: "Remote login server in the image",
  why:
    "A login over the network is a second way in, with accounts, keys and updates of its own to look after, and its server has to run as root. telnet, rsh and FTP send the password as it is typed. " +
    "`docker exec` or `kubectl exec` give a shell through the engine's own access control.",
  severity: "warning",
  needs: ["programs", "configuration"],
  fix: "none",
  also: ["cis-docker/5.7"],
  examples: [
    {
      kind: "image",
      bad: { image: { programs: [{ kind: "sshd", path: "/usr/sbin/sshd", layer: 2 }] } },
      good: { image: { programs: [{ kind: "shell", path: "/usr/bin/dash", layer: 0 }] } },
    },
    {
      kind: "image",
      bad: { image: { programs: [{ kind: "telnetd", path: "/usr/sbin/telnetd", layer: 2 }] } },
      good: { image: { programs: [] } },
    },
  ],
  *check({ programs, configuration }) {
    for (const kind of ["sshd", "telnetd", "ftpd", "rshd"] as const) {
      const [first, ...others] = programsOf(programs, [kind]);
      if (first === undefined) continue;
      const name = first.path.slice(first.path.lastIndexOf("/") + 1);
      const { entrypoint, cmd } = configuration;
      const command = [...entrypoint, ...cmd].join(" ");
      // A whole word: `sshd` in `/usr/sbin/sshd -D`.
      const starts = command.split(/[\s/;&|'"]+/).includes(name);
      yield {
        message: `A server for ${protocolNames[kind]} logins is installed${starts ? ", and the image starts it" : ""}: ${first.path}`,
        at: { layer: first.layer, path: first.path },
        about: { program: kind },
        evidence: [
          programEvidence(first),
          ...others.map(programEvidence),
          ...(starts
            ? [{ kind: "setting", pointer: "Config.Entrypoint and Config.Cmd", value: command } as const]
            : []),
        ],
      };
    }
  },
});
