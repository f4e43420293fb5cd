import type { SshInfo, SshSetting } from "../../../domain/image/image-info.ts";
import { reference } from "../../shared/evidence.ts";
import { programsOf } from "../../shared/program-finding.ts";
import { defineRule } from "../../rule.ts";

const config = { path: "/etc/ssh/sshd_config", layer: 2 };
const yes: SshSetting = { ...config, keyword: "PermitRootLogin", value: "yes", line: 33 };
const ssh: SshInfo = { config, settings: [yes], hostKeys: [], authorizedKeys: [] };
const programs = [{ kind: "sshd", path: "/usr/sbin/sshd", layer: 2 }];

/** Values that open a door, and what they let in. */
const weak = {
  PermitRootLogin: { value: "yes", says: "root logs in with a password", severity: "warning" },
  PermitEmptyPasswords: { value: "yes", says: "accounts without a password log in without one", severity: "error" },
  PasswordAuthentication: { value: "yes", says: "passwords are accepted, so they can be guessed", severity: "warning" },
} as const;

export default defineRule({
  id: "capabilities/sshd-config",
  title: "Weak sshd configuration",
  why:
    "Where an image has to have an SSH server, its configuration decides who becomes whom: root by password is the whole container for whoever guesses it, and the image has the same password everywhere. " +
    "PermitRootLogin no, PasswordAuthentication no, keys only.",
  severity: "warning",
  needs: ["privileges", "programs"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { image: { ssh, programs } },
      good: {
        image: {
          ssh: {
            ...ssh,
            settings: [
              { ...yes, value: "no" },
              { ...yes, keyword: "PasswordAuthentication", value: "no" },
            ],
          },
          programs,
        },
      },
    },
  ],
  *check({ privileges, programs }) {
    const { ssh: sshSettings } = privileges;
    if (sshSettings?.config === undefined || programsOf(programs, ["sshd"]).length === 0) return;
    for (const { keyword, value, path, layer, line, match } of sshSettings.settings) {
      if (keyword === "Port" || value !== weak[keyword].value) continue;
      yield {
        message: `\`${keyword} ${value}\`${match === undefined ? "" : ` under \`Match ${match}\``}: ${weak[keyword].says}`,
        at: { layer, path },
        severity: weak[keyword].severity,
        evidence: [{ kind: "setting", pointer: `${path}:${line}`, value: `${keyword} ${value}` }],
      };
    }
    if (sshSettings.settings.some(({ keyword, match }) => keyword === "PasswordAuthentication" && match === undefined))
      return;
    yield {
      message: "PasswordAuthentication is not set, so passwords are accepted",
      at: { layer: sshSettings.config.layer, path: sshSettings.config.path },
      severity: "info",
      evidence: [
        { kind: "setting", pointer: sshSettings.config.path, value: "PasswordAuthentication is not set" },
        reference("PasswordAuthentication: the default is yes", "sshd_config(5)"),
      ],
    };
  },
});
