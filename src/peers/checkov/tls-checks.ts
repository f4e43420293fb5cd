import type { Checks, InDockerfile } from "../peer.ts";
import { textRead } from "./text-read.ts";

interface Check {
  /** The switches that it knows, as a finding of ours has them. */
  readonly of: RegExp;
  readonly run: Pick<RegExp, "test">;
  /** For ENV and ARG. */
  readonly setting?: RegExp;
}

/** A variable of a shell line or of ENV and ARG. `then` must follow in a shell line: some checks want a command behind it. */
function variable(name: string, value: string, suffix = ""): Pick<Check, "run" | "setting"> {
  return {
    run: new RegExp(`(^|[\\s;&|])(${name})=${value}${suffix}`),
    setting: new RegExp(`(^|\\s)(${name})(=|\\s+)${value}`),
  };
}

/** An option of a program up to the end of its command; each command is looked at once, however often it names the program. */
function hasOption(program: RegExp, option: RegExp): Pick<RegExp, "test"> {
  return {
    test: (text) =>
      text.split(/[|&;]/).some((command) => {
        const match = program.exec(command);
        return match !== null && option.test(command.slice(match.index + match[0].length));
      }),
  };
}

const zero = `(0|'0'|"0")`;
const no = `(false|'false'|"false")`;
const strict = `(strict-ssl|"strict-ssl"|'strict-ssl')`;

const checks: readonly (readonly [id: string, Check])[] = [
  ["checkov/CKV2_DOCKER_2", { of: /^curl /, run: hasOption(/curl/, /\s(--insecure|-[^-\s]*k)/) }],
  ["checkov/CKV2_DOCKER_3", { of: /^wget /, run: hasOption(/wget/, /\s--no-check-certificate/) }],
  ["checkov/CKV2_DOCKER_4", { of: /^(pip|python)/, run: hasOption(/pip/, /\s--trusted-host/) }],
  ["checkov/CKV2_DOCKER_5", { of: /^PYTHONHTTPSVERIFY\b/, ...variable("PYTHONHTTPSVERIFY", zero, " ") }],
  [
    "checkov/CKV2_DOCKER_6",
    { of: /^NODE_TLS_REJECT_UNAUTHORIZED\b/, ...variable("NODE_TLS_REJECT_UNAUTHORIZED", zero, " ") },
  ],
  ["checkov/CKV2_DOCKER_7", { of: /^apk /, run: hasOption(/apk/, /\s--allow-untrusted/) }],
  ["checkov/CKV2_DOCKER_8", { of: /^apt(-get)? /, run: hasOption(/apt-get/, /\s--allow-unauthenticated/) }],
  ["checkov/CKV2_DOCKER_9", { of: / --no-?gpg/i, run: hasOption(/dnf|yum/, /\s--nogpgcheck/) }],
  ["checkov/CKV2_DOCKER_10", { of: /^rpm /, run: hasOption(/rpm/, /\s--no(digest|signature|verify|filedigest)/) }],
  ["checkov/CKV2_DOCKER_11", { of: /^apt(-get)? /, run: hasOption(/apt-get/, /\s--force-yes/) }],
  [
    "checkov/CKV2_DOCKER_12",
    { of: /^npm_config_strict_ssl\b/i, ...variable("NPM_CONFIG_STRICT_SSL|npm_config_strict_ssl", no, " ") },
  ],
  [
    "checkov/CKV2_DOCKER_13",
    { of: /^(npm|yarn|pnpm) /, run: new RegExp(`(npm|yarn)\\s+(c(onfig)?\\s+)?set\\s+${strict}(\\s+|=)${no}`) },
  ],
  ["checkov/CKV2_DOCKER_14", { of: /^GIT_SSL_NO_VERIFY\b/, ...variable("GIT_SSL_NO_VERIFY", "\\S") }],
  [
    "checkov/CKV2_DOCKER_15",
    {
      of: /^(yum|dnf).*sslverify/i,
      run: hasOption(
        /(yum|dnf)(\s+|-)config-manager/i,
        /\s--setopt=['"]?([^=\s]+\.)?sslverify['"]?=['"]?(0|false|no)/i,
      ),
    },
  ],
  ["checkov/CKV2_DOCKER_16", { of: /^PIP_TRUSTED_HOST\b/, ...variable("PIP_TRUSTED_HOST", "\\S") }],
];

/** Each looks for one switch in the text of one instruction. */
export const tlsChecks: Checks<InDockerfile> = Object.fromEntries(
  checks.map(([id, { of, run, setting }]) => [
    id,
    {
      "vulnerabilities/tls-off": ({ dockerfile, instruction, about: { switchedOff = "" } }: InDockerfile) =>
        !instruction.onbuild &&
        of.test(switchedOff) &&
        (instruction.keyword === "RUN" ? run : setting)?.test(textRead(dockerfile, instruction)) === true,
    },
  ]),
);
