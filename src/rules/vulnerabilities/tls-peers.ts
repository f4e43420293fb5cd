/** What checkov's check of this number looks for in the text of one instruction; the numbers are those of `CKV2_DOCKER_n`. */
interface TextCheck {
  readonly run: Pick<RegExp, "test">;
  /** For ENV and ARG. */
  readonly setting?: RegExp;
  /** For a person, where nothing but the text could be read. */
  readonly what: string;
}

/** A variable of a shell line or of ENV and ARG. `then` must follow in a shell line: some checks want a command behind it. */
function variable(name: string, value: string, then = ""): Pick<TextCheck, "run" | "setting"> {
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

export const textChecks: ReadonlyMap<number, TextCheck> = new Map<number, TextCheck>([
  [2, { run: behind(/curl/, /\s(--insecure|-[^-\s]*k)/), what: "curl --insecure" }],
  [3, { run: behind(/wget/, /\s--no-check-certificate/), what: "wget --no-check-certificate" }],
  [4, { run: behind(/pip/, /\s--trusted-host/), what: "pip --trusted-host" }],
  [5, { ...variable("PYTHONHTTPSVERIFY", zero, " "), what: "PYTHONHTTPSVERIFY=0" }],
  [6, { ...variable("NODE_TLS_REJECT_UNAUTHORIZED", zero, " "), what: "NODE_TLS_REJECT_UNAUTHORIZED=0" }],
  [7, { run: behind(/apk/, /\s--allow-untrusted/), what: "apk --allow-untrusted" }],
  [8, { run: behind(/apt-get/, /\s--allow-unauthenticated/), what: "apt-get --allow-unauthenticated" }],
  [9, { run: behind(/dnf|yum/, /\s--nogpgcheck/), what: "--nogpgcheck" }],
  [10, { run: behind(/rpm/, /\s--no(digest|signature|verify|filedigest)/), what: "rpm without its checks" }],
  [11, { run: behind(/apt-get/, /\s--force-yes/), what: "apt-get --force-yes" }],
  [12, { ...variable("NPM_CONFIG_STRICT_SSL|npm_config_strict_ssl", no, " "), what: "NPM_CONFIG_STRICT_SSL=false" }],
  [13, { run: new RegExp(`(npm|yarn)\\s+(c(onfig)?\\s+)?set\\s+${strict}(\\s+|=)${no}`), what: "strict-ssl false" }],
  [14, { ...variable("GIT_SSL_NO_VERIFY", "\\S"), what: "GIT_SSL_NO_VERIFY" }],
  [
    15,
    {
      run: behind(/(yum|dnf)(\s+|-)config-manager/i, /\s--setopt=['"]?([^=\s]+\.)?sslverify['"]?=['"]?(0|false|no)/i),
      what: "sslverify=0",
    },
  ],
  [16, { ...variable("PIP_TRUSTED_HOST", "\\S"), what: "PIP_TRUSTED_HOST" }],
]);

export const ids: readonly string[] = [...textChecks.keys()].map((number) => `checkov/CKV2_DOCKER_${number}`);

/** The peer's id where it would speak of this text. */
export function peersOf(numbers: readonly number[], keyword: string, text: string): readonly string[] {
  return numbers.filter((number) => speaks(number, keyword, text)).map((number) => `checkov/CKV2_DOCKER_${number}`);
}

export function speaks(number: number, keyword: string, text: string): boolean {
  const check = textChecks.get(number);
  return (keyword === "RUN" ? check?.run : check?.setting)?.test(text) ?? false;
}
