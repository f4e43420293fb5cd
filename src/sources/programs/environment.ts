import { putOwn } from "../../domain/own-value.ts";
import { delimiter, isAbsolute } from "node:path";
import { userFolders } from "../paths/user-folders.ts";
import { trustedSearchPath, type Search } from "./locate-program.ts";
import { trustedPath, type PathRules } from "../paths/trusted-path.ts";

/** Variables that a kind of program may inherit. All others are dropped: GIT_*, BUILDKIT_*, BUILDX_*, LD_*, NODE_*, ... */
export type ProgramKind = "build" | "credential-helper" | "scanner" | "reader";

type Names = { readonly names: readonly string[]; readonly prefixes: readonly string[] };

const system: Names = {
  names: [
    "LANG",
    "LANGUAGE",
    "TZ",
    // Windows cannot start a program without some of these.
    "SYSTEMROOT",
    "WINDIR",
    "COMSPEC",
    "PATHEXT",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "USERPROFILE",
  ],
  prefixes: ["LC_"],
};
const user: Names = {
  names: ["USER", "LOGNAME", "TMPDIR", "TEMP", "TMP"],
  prefixes: [],
};
const network: Names = {
  names: ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "FTP_PROXY"]
    .flatMap((name) => [name, name.toLowerCase()])
    .concat("SSL_CERT_FILE", "SSL_CERT_DIR"),
  prefixes: [],
};
/** https://docs.docker.com/reference/cli/docker/#environment-variables; DOCKER_HOST is set by the caller. */
const engine: Names = {
  names: ["DOCKER_HOST", "DOCKER_API_VERSION", "DOCKER_CERT_PATH", "DOCKER_TLS", "DOCKER_TLS_VERIFY"],
  prefixes: [],
};
/** Variables of cloud registries and of password stores that credential helpers query. */
const credentials: Names = {
  names: ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "GNUPGHOME", "GPG_TTY", "PASSWORD_STORE_DIR"],
  prefixes: ["AWS_", "AZURE_", "CLOUDSDK_", "GOOGLE_"],
};

const allowed: Readonly<Record<ProgramKind, readonly Names[]>> = {
  build: [system, user, network, engine, credentials],
  "credential-helper": [system, user, network, engine, credentials],
  scanner: [system, user, network, engine, credentials, { names: [], prefixes: ["TRIVY_", "GRYPE_"] }],
  reader: [system],
};

/**
 * The environment of a program of that kind: names of the allow-list, PATH with trusted folders only. A variable
 * whose value is a path that is foreign or writable by others is dropped: its content would be read as configuration.
 * HOME, XDG_* and DOCKER_CONFIG are those of `userFolders`.
 */
export function environmentFor(kind: ProgramKind, search: Search): Record<string, string> {
  const passedVariables: Record<string, string> = { PATH: trustedSearchPath(search) };
  for (const [name, value] of Object.entries(search.env)) {
    if (value === undefined || value === "") continue;
    // Variable names are case-insensitive on Windows.
    const variableName = process.platform === "win32" ? name.toUpperCase() : name;
    const takes = ({ names, prefixes }: Names) =>
      names.includes(variableName) || prefixes.some((prefix) => variableName.startsWith(prefix));
    if (allowed[kind].some(takes) && !pointsAstray(variableName, value, search.rules))
      putOwn(passedVariables, name, value);
  }
  if (!allowed[kind].includes(user)) return passedVariables;
  const homeRules = { ...search.rules, anyOwner: true };
  for (const [name, value] of Object.entries(userFolders(search.env, search.rules).env))
    if (!value.split(delimiter).some((path) => pointsAstray("", path, homeRules))) putOwn(passedVariables, name, value);
  return passedVariables;
}

const folders = new Set(["DOCKER_CERT_PATH", "GNUPGHOME", "PASSWORD_STORE_DIR", "USERPROFILE"]);

function pointsAstray(name: string, value: string, rules: PathRules): boolean {
  if (!isAbsolute(value)) return folders.has(name);
  const lookup = trustedPath(value, rules);
  return lookup !== undefined && "why" in lookup;
}
