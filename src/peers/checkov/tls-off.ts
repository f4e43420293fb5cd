import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** Each check looks for one switch in the text of one instruction; the numbers are those of `CKV2_DOCKER_n`. */
export default dockerfilePeer({
  rules: ["vulnerabilities/tls-off"],
  ids: Array.from({ length: 15 }, (_, index) => `checkov/CKV2_DOCKER_${index + 2}`),
  reports({ dockerfile, instruction, about: { switchedOff = "" } }) {
    if (instruction.onbuild) return false;
    const text = textRead(dockerfile, instruction);
    return [...checks]
      .filter(
        ([, { of, run, setting }]) =>
          of.test(switchedOff) && (instruction.keyword === "RUN" ? run : setting)?.test(text) === true,
      )
      .map(([number]) => `checkov/CKV2_DOCKER_${number}`);
  },
});

interface Check {
  /** The switches that it knows, as a finding of ours has them. */
  readonly of: RegExp;
  readonly run: Pick<RegExp, "test">;
  /** For ENV and ARG. */
  readonly setting?: RegExp;
}

/** A variable of a shell line or of ENV and ARG. `then` must follow in a shell line: some checks want a command behind it. */
function variable(name: string, value: string, then = ""): Pick<Check, "run" | "setting"> {
  return {
    run: new RegExp(`(^|[\\s;&|])(${name})=${value}${then}`),
    setting: new RegExp(`(^|\\s)(${name})(=|\\s+)${value}`),
  };
}

/** An option of a program up to the end of its command; each command is looked at once, however often it names the program. */
function behind(program: RegExp, option: RegExp): Pick<RegExp, "test"> {
  return {
    test: (text) =>
      text.split(/[|&;]/).some((command) => {
        const found = program.exec(command);
        return found !== null && option.test(command.slice(found.index + found[0].length));
      }),
  };
}

const zero = `(0|'0'|"0")`;
const no = `(false|'false'|"false")`;
const strict = `(strict-ssl|"strict-ssl"|'strict-ssl')`;

const checks: ReadonlyMap<number, Check> = new Map<number, Check>([
  [2, { of: /^curl /, run: behind(/curl/, /\s(--insecure|-[^-\s]*k)/) }],
  [3, { of: /^wget /, run: behind(/wget/, /\s--no-check-certificate/) }],
  [4, { of: /^(pip|python)/, run: behind(/pip/, /\s--trusted-host/) }],
  [5, { of: /^PYTHONHTTPSVERIFY\b/, ...variable("PYTHONHTTPSVERIFY", zero, " ") }],
  [6, { of: /^NODE_TLS_REJECT_UNAUTHORIZED\b/, ...variable("NODE_TLS_REJECT_UNAUTHORIZED", zero, " ") }],
  [7, { of: /^apk /, run: behind(/apk/, /\s--allow-untrusted/) }],
  [8, { of: /^apt(-get)? /, run: behind(/apt-get/, /\s--allow-unauthenticated/) }],
  [9, { of: / --no-?gpg/i, run: behind(/dnf|yum/, /\s--nogpgcheck/) }],
  [10, { of: /^rpm /, run: behind(/rpm/, /\s--no(digest|signature|verify|filedigest)/) }],
  [11, { of: /^apt(-get)? /, run: behind(/apt-get/, /\s--force-yes/) }],
  [12, { of: /^npm_config_strict_ssl\b/i, ...variable("NPM_CONFIG_STRICT_SSL|npm_config_strict_ssl", no, " ") }],
  [13, { of: /^(npm|yarn|pnpm) /, run: new RegExp(`(npm|yarn)\\s+(c(onfig)?\\s+)?set\\s+${strict}(\\s+|=)${no}`) }],
  [14, { of: /^GIT_SSL_NO_VERIFY\b/, ...variable("GIT_SSL_NO_VERIFY", "\\S") }],
  [
    15,
    {
      of: /^(yum|dnf).*sslverify/i,
      run: behind(/(yum|dnf)(\s+|-)config-manager/i, /\s--setopt=['"]?([^=\s]+\.)?sslverify['"]?=['"]?(0|false|no)/i),
    },
  ],
  [16, { of: /^PIP_TRUSTED_HOST\b/, ...variable("PIP_TRUSTED_HOST", "\\S") }],
]);
