import type { SshInfo, SshSetting } from "../../domain/image/image-info.ts";
import type { SshFile } from "./sshd-probe.ts";
import { goGlob } from "../../text/glob/docker-glob.ts";

/** A file that `sshdProbe` read and that the final file system shows. */
export interface FoundSshFile {
  readonly path: string;
  readonly layer: number;
  readonly value: SshFile;
}

const keywords = {
  permitrootlogin: "PermitRootLogin",
  passwordauthentication: "PasswordAuthentication",
  permitemptypasswords: "PermitEmptyPasswords",
  port: "Port",
} as const;

/** As servconf.h has it (SERVCONF_MAX_DEPTH). */
const deepest = 16;
/** Includes that include each other twice grow with the power of their depth. */
const mostFiles = 1_000;

/** The effective settings of all these files. Undefined when none of them mentions a server. */
export function sshInfo(files: readonly FoundSshFile[]): SshInfo | undefined {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const byPath = new Map(sorted.map((file) => [file.path, file]));
  const main = byPath.get("/etc/ssh/sshd_config") ?? byPath.get("/usr/etc/ssh/sshd_config");
  const settings = main === undefined ? [] : settingsOf(main, sorted);
  const fileLocation = ({ path, layer }: FoundSshFile) => ({ path, layer });
  const hostKeys = sorted.filter(({ value }) => value.kind === "host-key").map(fileLocation);
  const authorizedKeys = sorted.flatMap((file) =>
    file.value.kind === "authorized-keys" ? [{ ...fileLocation(file), keys: file.value.keys }] : [],
  );
  if (main === undefined && hostKeys.length === 0 && authorizedKeys.length === 0) return undefined;
  return { ...(main && { config: fileLocation(main) }), settings, hostKeys, authorizedKeys };
}

/** The first value of a keyword counts, for everyone as for each Match block; ports add up (sshd_config(5)). */
function settingsOf(main: FoundSshFile, files: readonly FoundSshFile[]): SshSetting[] {
  const settings = new Map<string, SshSetting>();
  let read = 0;
  const visit = ({ path, layer, value }: FoundSshFile, depth: number, outerMatch: string | undefined): void => {
    if (value.kind !== "config" || depth > deepest || read++ >= mostFiles) return;
    for (const configLine of value.lines) {
      const match = configLine.match ?? outerMatch;
      if ("include" in configLine) {
        for (const pattern of configLine.include) {
          const glob = goGlob(pattern);
          for (const file of files) if (glob?.fits(file.path) === true) visit(file, depth + 1, match);
        }
        continue;
      }
      const key = configLine.set === "port" ? `port:${configLine.value}` : `${configLine.set}:${match ?? ""}`;
      if (settings.has(key)) continue;
      const setting = {
        keyword: keywords[configLine.set],
        value: configLine.value,
        path,
        layer,
        line: configLine.line,
      };
      settings.set(key, match === undefined ? setting : { ...setting, match });
    }
  };
  visit(main, 0, undefined);
  return [...settings.values()];
}
